package dev.lockstep.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    /** From the beginning of 2026, a Thursday. */
    private static List<String> first(int count, String cron) throws MalformedCron {
        List<String> times = new ArrayList<>();
        Optional<LocalDateTime> at = Optional.of(LocalDateTime.of(2025, 12, 31, 23, 59, 59));
        for (int i = 0; i < count; i++) {
            at = at.flatMap(Cron.parse(cron)::next);
            times.add(at.map(LocalDateTime::toString).orElse("never"));
        }
        return times;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *           | 2026-01-01T00:00 2026-01-01T00:01 2026-01-01T00:02",
                "*/20 * * * *        | 2026-01-01T00:00 2026-01-01T00:20 2026-01-01T00:40 2026-01-01T01:00",
                "5/25 * * * *        | 2026-01-01T00:05 2026-01-01T00:30 2026-01-01T00:55 2026-01-01T01:05",
                "0 9-17/4 * * *      | 2026-01-01T09:00 2026-01-01T13:00 2026-01-01T17:00 2026-01-02T09:00",
                "15,45 6,18 * * *    | 2026-01-01T06:15 2026-01-01T06:45 2026-01-01T18:15 2026-01-01T18:45",
                "0 0 1 * *           | 2026-01-01T00:00 2026-02-01T00:00 2026-03-01T00:00",
                "0 0 31 * *          | 2026-01-31T00:00 2026-03-31T00:00 2026-05-31T00:00",
                "0 12 29 2 *         | 2028-02-29T12:00 2032-02-29T12:00",
                "0 0 L * *           | 2026-01-31T00:00 2026-02-28T00:00 2026-03-31T00:00",
                "0 0 15,l * *        | 2026-01-15T00:00 2026-01-31T00:00 2026-02-15T00:00 2026-02-28T00:00",
                "30 8 * * MON-FRI    | 2026-01-01T08:30 2026-01-02T08:30 2026-01-05T08:30",
                "0 0 * * 0           | 2026-01-04T00:00 2026-01-11T00:00",
                "0 0 * * 7           | 2026-01-04T00:00 2026-01-11T00:00",
                "0 0 * * fri-7       | 2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00 2026-01-09T00:00",
                "0 0 * jan,Dec *     | 2026-01-01T00:00 2026-01-02T00:00",
                // Where both fields of days choose, either is enough; where one begins with a star, both must hold.
                "0 0 13 * FRI        | 2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00 2026-01-16T00:00",
                "0 0 */10 * FRI      | 2026-05-01T00:00 2026-07-31T00:00 2026-08-21T00:00",
                "@hourly             | 2026-01-01T00:00 2026-01-01T01:00",
                "@daily              | 2026-01-01T00:00 2026-01-02T00:00",
                "@weekly             | 2026-01-04T00:00 2026-01-11T00:00",
                "@monthly            | 2026-01-01T00:00 2026-02-01T00:00",
                "@yearly             | 2026-01-01T00:00 2027-01-01T00:00",
            })
    void a_cron_is_due(String cron, String times) throws MalformedCron {
        List<String> expected = Arrays.asList(times.split(" ", -1));

        assertThat(first(expected.size(), cron)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * *       | must have 5 fields: minute, hour, day of month, month, day of week",
                "0 0 * * * *   | must have 5 fields: minute, hour, day of month, month, day of week",
                "60 * * * *    | minute: \"60\" is not from 0 to 59",
                "* 24 * * *    | hour: \"24\" is not from 0 to 23",
                "* * 0 * *     | day of month: \"0\" is not from 1 to 31",
                "* * * FOO *   | month: \"FOO\" is not from 1 to 12 or JAN to DEC",
                "* * * * 8     | day of week: \"8\" is not from 0 to 7 or SUN to SAT",
                "* * * * L     | day of week: \"L\" is not from 0 to 7 or SUN to SAT",
                "5-1 * * * *   | minute: the range \"5-1\" runs backward",
                "*/0 * * * *   | minute: \"0\" is no step; give a number from 1 on",
                "*/x * * * *   | minute: \"X\" is no step; give a number from 1 on",
                "1/2/3 * * * * | minute: \"1/2/3\" has more than one step",
                "1-2-3 * * * * | minute: \"1-2-3\" is no range",
                "1,,2 * * * *  | minute: \"\" is not from 0 to 59",
                "*-5 * * * *   | minute: \"*\" is not from 0 to 59",
                "0 0 30 2 *    | is never due: no month that it names has such a day",
                "0 0 31 4,6 *  | is never due: no month that it names has such a day",
            })
    void what_is_no_cron_is_refused(String cron, String fault) {
        assertThatThrownBy(() -> Cron.parse(cron))
                .isInstanceOf(MalformedCron.class)
                .hasMessage(fault);
    }

    @Test
    void an_unknown_alias_is_told_the_known_ones() {
        assertThatThrownBy(() -> Cron.parse("@reboot"))
                .hasMessageContaining("@daily")
                .hasMessageContaining("@hourly");
    }

    @Test
    void all_faults_are_told_at_once() {
        assertThatThrownBy(() -> Cron.parse("60 24 32 13 8"))
                .asInstanceOf(InstanceOfAssertFactories.type(MalformedCron.class))
                .satisfies(malformed -> assertThat(malformed.faults()).hasSize(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 29 2 */7", "0 0 */31 2 *", "59 23 L 2 SUN"})
    void what_is_seldom_due_is_due_all_the_same(String cron) throws MalformedCron {
        assertThat(first(3, cron)).doesNotContain("never");
    }
}
