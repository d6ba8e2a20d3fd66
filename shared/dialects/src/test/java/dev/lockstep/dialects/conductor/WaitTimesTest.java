package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTimesTest {
    @ParameterizedTest
    @CsvSource({
        "2 days 3 hours 4 minutes 5 seconds, PT51H4M5S",
        "2d3h4m5s,                           PT51H4M5S",
        "10s,                                PT10S",
        "1 day,                              PT24H",
        "90 minutes,                         PT1H30M",
        "1 Hour 30 Mins,                     PT1H30M",
    })
    void a_duration_is_told_by_its_parts(String text, String expected) {
        assertThat(WaitTimes.duration(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "1", "-1s", "5 seconds 1 day", "99999999999d", "${x}"})
    void what_tells_no_duration_is_none(String text) {
        assertThat(WaitTimes.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31,               2027-01-31T00:00:00Z",
        "2027-01-31 08:00,         2027-01-31T08:00:00Z",
        "2027-01-31 08:00 UTC,     2027-01-31T08:00:00Z",
        "2027-01-31 08:00 GMT+02:00, 2027-01-31T06:00:00Z",
        "2027-01-31 08:00 Europe/Berlin, 2027-01-31T07:00:00Z",
    })
    void a_time_is_told_by_day_minute_and_zone(String text, String expected) {
        assertThat(WaitTimes.until(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2027-13-01", "2027-01-31 25:00", "2027-01-31 08:00 Nowhere", "2027-01-3"})
    void what_tells_no_time_is_none(String text) {
        assertThat(WaitTimes.until(text)).isEmpty();
    }
}
