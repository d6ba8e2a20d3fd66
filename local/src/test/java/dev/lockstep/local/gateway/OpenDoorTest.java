package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenDoorTest {
    private final OpenDoor door = new OpenDoor("lk_admin");

    private static HttpCall call(String sourceIp, String query, Map<String, String> headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("host", List.of("127.0.0.1:3000"));
        all.put("x-forwarded-for", List.of(sourceIp));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new HttpCall("POST", "/api/workflow", query, "HTTP/1.1", sourceIp, all, new byte[0]);
    }

    private static HttpCall with(String header, String value) {
        return call("127.0.0.1", "", Map.of(header, value));
    }

    private String keyOf(HttpCall call) {
        return door.admit(call).header("x-api-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:3000",
                "LocalHost:3000",
                "127.0.0.1",
                "127.9.9.9:80",
                "[::1]:3000",
                "[::1]"
            })
    void a_program_on_this_machine_needs_no_key(String host) {
        assertThat(keyOf(with("host", host))).isEqualTo("lk_admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:3000",
                "localhost.evil.example",
                "127.0.0.1.evil.example:3000",
                "127.0.0.1@evil.example",
                "notlocalhost",
                "10.0.0.1",
                "[::2]:3000",
                "",
                "localhost:3000:3000"
            })
    void a_name_that_only_leads_here_is_not_this_machine_s(String host) {
        assertThat(keyOf(with("host", host))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "origin, https://evil.example",
        "origin, http://127.0.0.1:3000",
        "origin, null",
        "sec-fetch-site, cross-site",
        "sec-fetch-site, same-site",
    })
    void a_page_in_a_browser_is_not_let_in(String header, String value) {
        assertThat(keyOf(with(header, value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void what_the_user_types_into_a_browser_is(String site) {
        assertThat(keyOf(with("sec-fetch-site", site))).isEqualTo("lk_admin");
    }

    @ParameterizedTest
    @CsvSource({
        "x-forwarded-for, 203.0.113.7",
        "forwarded, for=203.0.113.7",
        "via, 1.1 proxy",
        "x-forwarded-host, api.example.com",
        "x-real-ip, 203.0.113.7",
    })
    void whoever_comes_by_way_of_a_proxy_is_somebody_else(String header, String value) {
        assertThat(keyOf(with(header, value))).isEmpty();
    }

    @Test
    void another_machine_is_not_let_in() {
        assertThat(keyOf(call("192.168.1.7", "", Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-api-key", "x-authorization", "authorization"})
    void what_a_caller_shows_is_what_counts(String header) {
        HttpCall shown = with(header, "lk_mine");

        assertThat(door.admit(shown)).isSameAs(shown);
    }

    @Test
    void a_ticket_is_shown_in_the_query() {
        HttpCall shown = call("127.0.0.1", "a=1&ticket=tk_mine", Map.of());

        assertThat(door.admit(shown)).isSameAs(shown);
    }
}
