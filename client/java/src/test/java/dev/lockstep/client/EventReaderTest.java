package dev.lockstep.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    @Test
    void all_that_the_format_allows_is_read() {
        EventReader reader = new EventReader();
        String text = ": hello\nretry: 250\nid: 7\nevent: update\ndata: {\"a\":\ndata: 1}\n\ndata:no space\n\n"
                + "id\nevent: empty\n\ndata: ü\nignored: x\n\ndata: never ended";

        List<EventReader.Event> events =
                text.lines().map(reader::line).flatMap(Optional::stream).toList();

        assertThat(events)
                .containsExactly(
                        new EventReader.Event("update", "7", "{\"a\":\n1}"),
                        new EventReader.Event("message", "7", "no space"),
                        new EventReader.Event("message", "", "ü"));
        assertThat(events).extracting(EventReader.Event::sequence).contains(OptionalLong.of(7), OptionalLong.empty());
        assertThat(reader.retry()).contains(Duration.ofMillis(250));
    }
}
