package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.PlainError;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GatewayTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Path.of("src/test/resources/home/template.yaml"))
                .withoutEventSources()
                .parameter("Greeting", "good morning")
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aCallReachesItsFunctionWithTheTemplatesEnvironment() throws Exception {
        HttpResponse<String> response = send(request("/things/x%2Fy?q=1").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-echo")).contains("yes");
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        JsonNode body = Json.read(response.body());
        assertThat(body.path("greeting").asString()).isEqualTo("good morning, lockstep");
        assertThat(body.path("table").asString()).isEqualTo("lockstep-Table");
        assertThat(body.path("function").asString()).isEqualTo("EchoFunction");
        assertThat(body.path("remaining").asInt()).isBetween(1, 10_000);
        JsonNode event = body.path("event");
        assertThat(event.path("routeKey").asString()).isEqualTo("GET /things/{thing_id}");
        assertThat(event.path("pathParameters").path("thing_id").asString()).isEqualTo("x/y");
        assertThat(event.path("rawPath").asString()).isEqualTo("/things/x%2Fy");
        assertThat(event.path("headers").path("x-forwarded-proto").asString()).isEqualTo("http");
    }

    @Test
    void whatNoRouteTakesGoesToTheDefault() throws Exception {
        JsonNode event = Json.read(send(request("/nowhere").GET()).body()).path("event");

        assertThat(event.path("routeKey").asString()).isEqualTo("$default");
        assertThat(event.path("requestContext").path("http").path("path").asString())
                .isEqualTo("/nowhere");
    }

    @Test
    void aBodyOfUnknownLengthIsTaken() throws Exception {
        byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder chunked = request("/things")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));

        JsonNode event = Json.read(send(chunked).body()).path("event");

        assertThat(event.path("body").asString()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throw    | 500 | {"message":"Internal Server Error"}
            garbage  | 500 | {"message":"Internal Server Error"}
            nothing  | 500 | {"message":"Internal Server Error"}
            status   | 500 | {"message":"Internal Server Error"}
            hang     | 503 | {"message":"Service Unavailable"}
            bare     | 200 | {"a":1}
            """)
    void aFunctionsFaultIsAnsweredAsApiGatewayAnswersIt(String fault, int status, String body) throws Exception {
        HttpResponse<String> response = send(request("/faults/" + fault).GET());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    @Test
    void anEncodedBodyIsDecoded() throws Exception {
        HttpResponse<byte[]> response = HTTP.send(request("/faults/binary").build(), BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).containsExactly(0, 1, 2);
    }

    @Test
    void aBodyPastTheBoundIsRefusedUnread() throws Exception {
        assertThat(raw("""
                POST /things HTTP/1.1
                Host: x
                Content-Length: 10485761

                """)).startsWith("HTTP/1.1 413").contains("Request Entity Too Large");
    }

    @Test
    void headersPastTheBoundAreRefused() throws Exception {
        String long9k = "x".repeat(11_000);

        assertThat(raw("GET /things HTTP/1.1\nHost: x\nX-Long: " + long9k + "\n\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void aPortInUseIsOneClearLine() {
        StackOptions second = StackOptions.of(Path.of("src/test/resources/home/template.yaml"))
                .port(stack.url().getPort());

        assertThatThrownBy(second::start)
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("Port " + stack.url().getPort() + " is in use");
    }

    @Test
    void aBrowserThatAsksFromLoopbackIsAnsweredWithoutTheFunction() throws Exception {
        assertThat(raw("""
                OPTIONS /things HTTP/1.1
                Host: x
                Origin: http://localhost:5173
                Access-Control-Request-Method: POST
                Connection: close

                """))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-origin: http://localhost:5173")
                .doesNotContainIgnoringCase("x-echo");
    }

    @Test
    void anAnswerSaysWhichPagesMayReadItFaultsToo() throws Exception {
        assertThat(rawGet("/things/1", "http://127.0.0.1:8080"))
                .containsIgnoringCase("x-echo")
                .containsIgnoringCase("access-control-allow-origin: http://127.0.0.1:8080")
                .containsIgnoringCase("access-control-expose-headers: retry-after");
        assertThat(rawGet("/faults/throw", "http://127.0.0.1:8080"))
                .startsWith("HTTP/1.1 500")
                .containsIgnoringCase("access-control-allow-origin: http://127.0.0.1:8080");
        assertThat(rawGet("/things/1", "https://evil.example")).doesNotContainIgnoringCase("access-control-");
    }

    /** The client of the JDK leaves no origin to be sent. */
    private static String rawGet(String path, String origin) throws Exception {
        return raw("GET " + path + " HTTP/1.1\nHost: x\nOrigin: " + origin + "\nConnection: close\n\n");
    }

    private static String raw(String request) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.url().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(stack.url().resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
