package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HttpEventTest {
    @Test
    void anEventIsWhatApiGatewaySends() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("host", List.of("127.0.0.1:3000"));
        headers.put("user-agent", List.of("test/1"));
        headers.put("content-type", List.of("application/json; charset=utf-8"));
        headers.put("x-many", List.of("one", "two"));
        headers.put("cookie", List.of("a=1; b=2"));
        HttpCall call = new HttpCall(
                "POST",
                "/workflows/wf-1%2Fx/execute",
                "n=1&n=2&e=%C3%A9+f&flag",
                "HTTP/1.1",
                "127.0.0.1",
                headers,
                "{\"input\":\"é\"}".getBytes(StandardCharsets.UTF_8));
        HttpEvent event = new HttpEvent(
                call,
                "POST /workflows/{workflow_id}/execute",
                Map.of("workflow_id", "wf-1/x"),
                "request-1",
                Instant.parse("2026-03-01T09:05:07.123Z"));

        assertThat(read(event)).isEqualTo(Json.read("""
                {
                  "version": "2.0",
                  "routeKey": "POST /workflows/{workflow_id}/execute",
                  "rawPath": "/workflows/wf-1%2Fx/execute",
                  "rawQueryString": "n=1&n=2&e=%C3%A9+f&flag",
                  "cookies": ["a=1", "b=2"],
                  "headers": {
                    "host": "127.0.0.1:3000",
                    "user-agent": "test/1",
                    "content-type": "application/json; charset=utf-8",
                    "x-many": "one,two"
                  },
                  "queryStringParameters": {"n": "1,2", "e": "é f", "flag": ""},
                  "pathParameters": {"workflow_id": "wf-1/x"},
                  "requestContext": {
                    "accountId": "000000000000",
                    "apiId": "local",
                    "domainName": "127.0.0.1:3000",
                    "domainPrefix": "127",
                    "http": {
                      "method": "POST",
                      "path": "/workflows/wf-1%2Fx/execute",
                      "protocol": "HTTP/1.1",
                      "sourceIp": "127.0.0.1",
                      "userAgent": "test/1"
                    },
                    "requestId": "request-1",
                    "routeKey": "POST /workflows/{workflow_id}/execute",
                    "stage": "$default",
                    "time": "01/Mar/2026:09:05:07 +0000",
                    "timeEpoch": 1772355907123
                  },
                  "body": "{\\"input\\":\\"é\\"}",
                  "isBase64Encoded": false
                }"""));
    }

    @Test
    void whatIsNotTextIsEncoded() {
        JsonNode event = read(event("application/octet-stream", new byte[] {0, 1, 2}));

        assertThat(event.path("body").asString()).isEqualTo("AAEC");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void textThatIsNotUtf8IsEncoded() {
        JsonNode event = read(event("text/plain", new byte[] {(byte) 0xff}));

        assertThat(event.path("body").asString()).isEqualTo("/w==");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        JsonNode event = read(event("text/plain", new byte[0]));

        assertThat(event.has("body")).isFalse();
        assertThat(event.has("cookies")).isFalse();
        assertThat(event.has("queryStringParameters")).isFalse();
        assertThat(event.has("pathParameters")).isFalse();
    }

    private static HttpEvent event(String type, byte[] body) {
        Map<String, List<String>> headers = Map.of("content-type", List.of(type));
        HttpCall call = new HttpCall("POST", "/", "", "HTTP/1.1", "127.0.0.1", headers, body);
        return new HttpEvent(call, "$default", Map.of(), "request-1", Instant.EPOCH);
    }

    private static JsonNode read(HttpEvent event) {
        return Json.read(new String(event.json(), StandardCharsets.UTF_8));
    }
}
