package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapters.Deployment;
import dev.lockstep.local.invoke.Functions;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.FunctionDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final String[] PATHS = {
        "ANY /a/{x}", "GET /a/{x}", "GET /a/b", "POST /a", "GET /a/{x}/c", "GET /a/b/{y}", "GET /files/{path+}", "GET /"
    };

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,    /a/b,        GET /a/b
            GET,    /a/z,        GET /a/{x}
            PUT,    /a/b,        ANY /a/{x}
            PUT,    /a/z,        ANY /a/{x}
            GET,    /a/b/c,      GET /a/b/{y}
            GET,    /a/z/c,      GET /a/{x}/c
            GET,    /files/p/q,  GET /files/{path+}
            GET,    /,           GET /
            GET,    /a,          $default
            GET,    /a/,         $default
            POST,   /a/,         $default
            GET,    /A/b,        $default
            DELETE, /a/z/c,      $default
            GET,    /files,      $default
            GET,    //a/b,       $default
            """)
    void theMostSpecificRouteTakesARequest(String method, String path, String key) {
        assertThat(routes(true).match(method, path)).map(Routes.Match::key).contains(key);
    }

    @Test
    void parametersAreDecodedOneSegmentEach() {
        assertThat(routes(true).match("GET", "/a/x%2Fy+z%20%C3%A9"))
                .map(Routes.Match::parameters)
                .contains(Map.of("x", "x/y+z é"));
        assertThat(routes(true).match("GET", "/files/p%20q/r"))
                .map(Routes.Match::parameters)
                .contains(Map.of("path", "p q/r"));
    }

    @Test
    void withoutADefaultNobodyTakesTheRest() {
        assertThat(routes(false).match("GET", "/nowhere")).isEmpty();
    }

    private static Routes routes(boolean withDefault) {
        List<Event> events = new ArrayList<>();
        for (String path : PATHS) {
            events.add(
                    new Event.HttpRoute(path.substring(0, path.indexOf(' ')), path.substring(path.indexOf(' ') + 1)));
        }
        if (withDefault) {
            events.add(new Event.Unrouted());
        }
        FunctionDefinition function = new FunctionDefinition("F", "a.B", Duration.ofSeconds(1), 128, events);
        try (Functions functions = new Functions(List.of(function), any -> Deployment.ofThisProcess())) {
            return new Routes(functions.all());
        }
    }
}
