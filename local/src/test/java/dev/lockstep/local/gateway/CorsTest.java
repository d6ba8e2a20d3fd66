package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.local.template.CorsDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
    private static final CorsDefinition DEFINITION = definition("https://app.example.com");

    private static CorsDefinition definition(String... origins) {
        return new CorsDefinition(
                List.of(origins),
                List.of("GET", "POST"),
                List.of("x-api-key"),
                List.of("retry-after"),
                Optional.of("600"));
    }

    private static HttpCall call(String method, Map<String, List<String>> headers) {
        return new HttpCall(method, "/things", "", "HTTP/1.1", "127.0.0.1", headers, new byte[0]);
    }

    private static HttpCall preflight(String origin) {
        return call("OPTIONS", Map.of("origin", List.of(origin), "access-control-request-method", List.of("POST")));
    }

    @Test
    void aBrowserThatAsksIsToldWhatItMaySend() {
        assertThat(new Cors(DEFINITION).preflight(preflight("https://app.example.com")))
                .hasValueSatisfying(answer -> {
                    assertThat(answer.status()).isEqualTo(204);
                    assertThat(answer.headers())
                            .isEqualTo(Map.of(
                                    "access-control-allow-origin", "https://app.example.com",
                                    "access-control-allow-methods", "GET,POST",
                                    "access-control-allow-headers", "x-api-key",
                                    "access-control-max-age", "600"));
                });
    }

    @Test
    void whoeverIsNotAllowedIsToldNothing() {
        assertThat(new Cors(DEFINITION).preflight(preflight("https://evil.example.com")))
                .hasValueSatisfying(answer -> assertThat(answer.headers()).isEmpty());
    }

    @Test
    void whatIsNoQuestionOfABrowserIsACall() {
        Cors cors = new Cors(DEFINITION);

        assertThat(cors.preflight(call("OPTIONS", Map.of()))).isEmpty();
        assertThat(cors.preflight(
                        call("GET", preflight("https://app.example.com").headers())))
                .isEmpty();
    }

    @Test
    void anAnswerSaysWhoMayReadItWhateverTheFunctionSaid() {
        HttpAnswer functions = new HttpAnswer(
                200,
                Map.of("access-control-allow-origin", "*", "access-control-allow-credentials", "true", "allow", "GET"),
                List.of(),
                new byte[0]);
        Cors cors = new Cors(DEFINITION);

        assertThat(cors.mark(preflight("https://app.example.com"), functions).headers())
                .isEqualTo(Map.of(
                        "allow", "GET",
                        "access-control-allow-origin", "https://app.example.com",
                        "access-control-expose-headers", "retry-after"));
        assertThat(cors.mark(preflight("https://evil.example.com"), functions).headers())
                .isEqualTo(Map.of("allow", "GET"));
        assertThat(cors.mark(call("GET", Map.of()), functions).headers()).isEqualTo(Map.of("allow", "GET"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://a.example,  https://a.example,      true
            https://a.example,  https://A.example,      true
            https://a.example,  https://a.example:8443, false
            https://a.example,  http://a.example,       false
            https://a.example,  https://b.a.example,    false
            https://a.example,  null,                   false
            https://*,          https://b.example,      true
            https://*,          http://b.example,       false
            *,                  http://b.example,       true
            http://localhost:*, http://localhost:5173,  true
            http://localhost:*, http://localhost,       false
            http://localhost:*, http://localhost.b.example:80, false
            http://localhost:*, http://localhost:80.b.example, false
            """)
    void anOriginIsAllowedAsListed(String listed, String origin, boolean allowed) {
        assertThat(new Cors(definition(listed)).preflight(preflight(origin)))
                .hasValueSatisfying(
                        answer -> assertThat(!answer.headers().isEmpty()).isEqualTo(allowed));
    }

    @Test
    void whereAllAreAllowedThatIsSaid() {
        assertThat(new Cors(definition("*")).preflight(preflight("http://b.example")))
                .hasValueSatisfying(
                        answer -> assertThat(answer.headers()).containsEntry("access-control-allow-origin", "*"));
    }
}
