package dev.lockstep.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Berlin's clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October. */
class DueTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> between(String cron, ZoneId zone, String from, String to) throws MalformedCron {
        Timetable timetable = new Timetable(Cron.parse(cron), zone, Optional.empty(), Optional.empty());
        return shown(timetable, zone, instant(from), instant(to));
    }

    private static List<String> shown(Timetable timetable, ZoneId zone, Instant from, Instant to) {
        List<String> times = new ArrayList<>();
        Optional<Instant> at = timetable.from(from);
        while (at.isPresent() && at.get().isBefore(to)) {
            times.add(at.get().atZone(zone).toOffsetDateTime().toString());
            at = timetable.next(at.get());
        }
        return times;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    @ParameterizedTest(name = "{0} in spring")
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *   | 2026-03-29T03:00+02:00",
                "0 2 * * *    | 2026-03-29T03:00+02:00",
                "0 3 * * *    | 2026-03-29T03:00+02:00",
                "*/20 2 * * * | 2026-03-29T03:00+02:00",
                "0 2,3 * * *  | 2026-03-29T03:00+02:00",
                "59 1 * * *   | 2026-03-29T01:59+01:00",
                "0 1-4 * * *  | 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00",
                "30 * * * *   | 2026-03-29T00:30+01:00 2026-03-29T01:30+01:00 2026-03-29T03:30+02:00 2026-03-29T04:30+02:00",
            })
    void what_the_clock_leaves_out_is_due_once_right_after_the_gap(String cron, String times) throws MalformedCron {
        assertThat(String.join(" ", between(cron, BERLIN, "2026-03-29T00:00+01:00", "2026-03-29T05:00+02:00")))
                .isEqualTo(times);
    }

    @ParameterizedTest(name = "{0} in autumn")
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *   | 2026-10-25T02:30+02:00",
                "0 2 * * *    | 2026-10-25T02:00+02:00",
                "0 3 * * *    | 2026-10-25T03:00+01:00",
                "*/30 2 * * * | 2026-10-25T02:00+02:00 2026-10-25T02:30+02:00",
                "0 1-3 * * *  | 2026-10-25T01:00+02:00 2026-10-25T02:00+02:00 2026-10-25T03:00+01:00",
                "30 * * * *   | 2026-10-25T01:30+02:00 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00",
            })
    void what_the_clock_shows_twice_is_due_once_unless_every_hour_is(String cron, String times) throws MalformedCron {
        assertThat(String.join(" ", between(cron, BERLIN, "2026-10-25T01:00+02:00", "2026-10-25T04:00+01:00")))
                .isEqualTo(times);
    }

    @Test
    void every_quarter_of_an_hour_is_just_that_whatever_the_clock_does() throws MalformedCron {
        for (String day : List.of("2026-03-29", "2026-10-25")) {
            Timetable timetable = new Timetable(Cron.parse("*/15 * * * *"), BERLIN, Optional.empty(), Optional.empty());
            Instant from = instant(day + "T00:00Z").minusSeconds(7_200);

            assertThat(timetable.count(from, from.plusSeconds(86_400), 1_000)).isEqualTo(96);
        }
    }

    @Test
    void a_day_that_a_zone_leaves_out_is_made_up_for_when_the_next_one_begins() throws MalformedCron {
        assertThat(between("0 10 * * *", ZoneId.of("Pacific/Apia"), "2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00"))
                .containsExactly("2011-12-29T10:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T10:00+14:00");
    }

    @Test
    void half_an_hour_is_a_change_like_any_other() throws MalformedCron {
        assertThat(between(
                        "10 2 * * *",
                        ZoneId.of("Australia/Lord_Howe"),
                        "2026-10-04T00:00+10:30",
                        "2026-10-05T00:00+11:00"))
                .containsExactly("2026-10-04T02:30+11:00");
    }

    @Test
    void a_window_holds_its_beginning_and_not_its_end() throws MalformedCron {
        ZoneId utc = ZoneId.of("UTC");
        Timetable timetable = new Timetable(
                Cron.parse("0 * * * *"),
                utc,
                Optional.of(instant("2026-01-01T10:00Z")),
                Optional.of(instant("2026-01-01T12:00Z")));

        assertThat(shown(timetable, utc, instant("2020-01-01T00:00Z"), instant("2030-01-01T00:00Z")))
                .containsExactly("2026-01-01T10:00Z", "2026-01-01T11:00Z");
        assertThat(timetable.next(instant("2026-01-01T11:00Z"))).isEmpty();
    }

    @Test
    void each_due_time_is_after_the_one_before_it_in_every_zone() throws MalformedCron {
        for (String zone : ZoneId.getAvailableZoneIds()) {
            for (String cron : List.of("30 1-2 * * *", "0 * * * *", "0 0 * * *")) {
                Timetable timetable =
                        new Timetable(Cron.parse(cron), ZoneId.of(zone), Optional.empty(), Optional.empty());
                Instant at = instant("2026-01-01T00:00Z");
                for (int i = 0; i < 400; i++) {
                    Instant next = timetable.next(at).orElseThrow();
                    assertThat(next).as(cron + " in " + zone).isAfter(at);
                    at = next;
                }
            }
        }
    }
}
