package dev.lockstep.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.local.handlers.SocketHandler;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GetConnectionResponse;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;
import tools.jackson.databind.JsonNode;

/** The WebSocket API as API Gateway documents it: its events, its bounds, and {@code @connections} as the SDK sees it. */
class SocketApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TOO_LARGE = 1009;

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static ApiGatewayManagementApiClient gateway;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Path.of("src/test/resources/home/template.yaml"))
                .withoutEventSources()
                .start();
        gateway = ApiGatewayManagementApiClient.builder()
                .endpointOverride(stack.url().resolve("/test"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(Apache5HttpClient.create())
                .build();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        stack.close();
    }

    /** A connection, and what came by it. */
    private static final class Client implements WebSocket.Listener {
        final List<String> messages = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        final WebSocket socket;
        final JsonNode connected;

        Client(String query) {
            Set<JsonNode> before = new HashSet<>(SocketHandler.EVENTS);
            socket = HTTP.newWebSocketBuilder()
                    .header("User-Agent", "test/1")
                    .buildAsync(
                            URI.create("ws"
                                    + stack.url()
                                            .resolve("/test" + query)
                                            .toString()
                                            .substring(4)),
                            this)
                    .join();
            connected = SocketHandler.EVENTS.stream()
                    .filter(event -> !before.contains(event)
                            && context(event, "eventType").equals("CONNECT"))
                    .findFirst()
                    .orElseThrow();
        }

        String id() {
            return connected.path("requestContext").path("connectionId").asString();
        }

        /** The event of this kind about this connection. */
        JsonNode event(String type) {
            return Awaitility.await()
                    .until(
                            () -> SocketHandler.EVENTS.stream()
                                    .filter(event -> context(event, "eventType").equals(type)
                                            && context(event, "connectionId").equals(id()))
                                    .findFirst(),
                            java.util.Optional::isPresent)
                    .orElseThrow();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            closed.complete(status);
            return null;
        }
    }

    private static String context(JsonNode event, String field) {
        return event.path("requestContext").path(field).asString("");
    }

    private static List<String> fields(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    @Test
    void aConnectionIsAnEventWithItsHeadersAndItsQuery() {
        long before = System.currentTimeMillis();
        JsonNode event = new Client("?a=1&b=x%20y&a=2").connected;

        assertThat(fields(event))
                .containsExactlyInAnyOrder(
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "requestContext",
                        "isBase64Encoded");
        assertThat(event.path("headers").path("user-agent").asString()).isEqualTo("test/1");
        assertThat(event.path("multiValueHeaders").path("user-agent").path(0).asString())
                .isEqualTo("test/1");
        assertThat(event.path("queryStringParameters").toString()).isEqualTo("{\"a\":\"2\",\"b\":\"x y\"}");
        assertThat(event.path("multiValueQueryStringParameters").toString())
                .isEqualTo("{\"a\":[\"1\",\"2\"],\"b\":[\"x y\"]}");
        assertThat(event.path("isBase64Encoded").isBoolean()).isTrue();
        JsonNode context = event.path("requestContext");
        assertThat(fields(context))
                .containsExactlyInAnyOrder(
                        "routeKey",
                        "eventType",
                        "extendedRequestId",
                        "requestTime",
                        "messageDirection",
                        "stage",
                        "connectedAt",
                        "requestTimeEpoch",
                        "identity",
                        "requestId",
                        "domainName",
                        "connectionId",
                        "apiId");
        assertThat(context(event, "routeKey")).isEqualTo("$connect");
        assertThat(context(event, "eventType")).isEqualTo("CONNECT");
        assertThat(context(event, "messageDirection")).isEqualTo("IN");
        assertThat(context(event, "stage")).isEqualTo("test");
        assertThat(context(event, "domainName")).isEqualTo(stack.url().getAuthority());
        assertThat(context(event, "requestTime")).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
        assertThat(context.path("connectedAt").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(context.path("requestTimeEpoch").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(context.path("identity").toString())
                .isEqualTo("{\"userAgent\":\"test/1\",\"sourceIp\":\"127.0.0.1\"}");
    }

    @Test
    void aMessageIsAnEventWithABodyAndAnId() {
        Client client = new Client("");
        client.socket.sendText("{\"action\":\"é\"}", true).join();
        JsonNode event = client.event("MESSAGE");

        assertThat(fields(event)).containsExactlyInAnyOrder("requestContext", "body", "isBase64Encoded");
        assertThat(event.path("body").asString()).isEqualTo("{\"action\":\"é\"}");
        assertThat(fields(event.path("requestContext")))
                .contains("messageId")
                .containsAll(fields(client.connected.path("requestContext")));
        assertThat(context(event, "routeKey")).isEqualTo("$default");
        assertThat(event.path("requestContext").path("connectedAt"))
                .isEqualTo(client.connected.path("requestContext").path("connectedAt"));
    }

    @Test
    void anEndIsAnEventWithItsReason() {
        Client client = new Client("");
        client.socket.sendClose(4001, "enough").join();
        JsonNode event = client.event("DISCONNECT");

        assertThat(context(event, "routeKey")).isEqualTo("$disconnect");
        assertThat(event.path("requestContext").path("disconnectStatusCode").asInt())
                .isEqualTo(4001);
        assertThat(context(event, "disconnectReason")).isEqualTo("enough");
    }

    @Test
    void anEndWithoutAWordIsToldAsOne() {
        Client client = new Client("");
        client.socket.abort();

        assertThat(client.event("DISCONNECT")
                        .path("requestContext")
                        .path("disconnectStatusCode")
                        .asInt())
                .isEqualTo(1006);
    }

    @Test
    void whomTheFunctionRefusesIsNotConnected() {
        assertThatThrownBy(() -> new Client("?refuse"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aMessageAtWhichTheFunctionBreaksOffIsAnsweredAndTheConnectionStays() {
        Client client = new Client("");
        client.socket.sendText("throw", true).join();

        Awaitility.await().until(() -> !client.messages.isEmpty());
        assertThat(client.messages.getFirst()).contains("\"Internal server error\"", client.id());
        assertThat(gateway.getConnection(request -> request.connectionId(client.id())))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32 * 1024, 32 * 1024 + 1, 128 * 1024})
    void whatIsPostedComesAsOneMessageHoweverManyFramesItTakes(int size) {
        Client client = new Client("");
        String text = "é€😀".repeat(size / 9) + "x".repeat(size % 9);
        post(client.id(), text);
        post(client.id(), "next");

        Awaitility.await().until(() -> client.messages.size() == 2);
        assertThat(client.messages).containsExactly(text, "next");
    }

    @Test
    void aConnectionCanBeAskedAboutAndEnded() {
        Client client = new Client("");
        GetConnectionResponse state = gateway.getConnection(request -> request.connectionId(client.id()));

        assertThat(state.connectedAt().toEpochMilli())
                .isEqualTo(client.connected
                        .path("requestContext")
                        .path("connectedAt")
                        .asLong());
        assertThat(state.lastActiveAt()).isBetween(state.connectedAt(), Instant.now());
        assertThat(state.identity().sourceIp()).isEqualTo("127.0.0.1");
        assertThat(state.identity().userAgent()).isEqualTo("test/1");

        gateway.deleteConnection(request -> request.connectionId(client.id()));
        assertThat(client.closed).succeedsWithin(Duration.ofSeconds(10));
        client.event("DISCONNECT");
        assertThatThrownBy(() -> post(client.id(), "late")).isInstanceOf(GoneException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "bm9ib2R5=", "%2F"})
    void whoIsNotThereIsGone(String id) {
        assertThatThrownBy(() -> post(id, "hello")).isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> gateway.getConnection(request -> request.connectionId(id)))
                .isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> gateway.deleteConnection(request -> request.connectionId(id)))
                .isInstanceOf(GoneException.class);
    }

    @Test
    void whatIsTooLargeIsNotPosted() {
        Client client = new Client("");

        assertThatThrownBy(() -> post(client.id(), "x".repeat(128 * 1024 + 1)))
                .isInstanceOf(PayloadTooLargeException.class);
        post(client.id(), "still here");
        Awaitility.await().until(() -> client.messages.size() == 1);
    }

    @Test
    void aMessageThatIsTooLargeEndsTheConnectionAndOneThatIsNotIsTaken() {
        Client client = new Client("");
        // In frames of the size that the JDK makes, which are small.
        client.socket.sendText("x".repeat(128 * 1024), true).join();
        assertThat(client.event("MESSAGE").path("body").asString()).hasSize(128 * 1024);

        client.socket.sendText("x".repeat(128 * 1024 + 1), true).join();
        assertThat(client.closed).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(TOO_LARGE);
    }

    @Test
    void aFrameThatIsTooLargeEndsTheConnection() throws IOException {
        assertThat(closeAfterFrame(32 * 1024 + 1)).isEqualTo(TOO_LARGE);
    }

    /** Sends one frame by hand, since no client sends one so large, and returns with which status the connection is closed. */
    private static int closeAfterFrame(int size) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.url().getPort())) {
            socket.setSoTimeout(10_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.writeBytes("""
                    GET /test HTTP/1.1
                    Host: x
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    """.replace("\n", "\r\n"));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(head).startsWith("HTTP/1.1 101");
            byte[] text = new byte[size];
            Arrays.fill(text, (byte) 'x');
            out.writeByte(0x81);
            out.writeByte(0x80 | 126);
            out.writeShort(size);
            out.writeInt(0);
            out.write(text);
            out.flush();
            assertThat(in.readUnsignedByte()).as("a close frame").isEqualTo(0x88);
            in.readUnsignedByte();
            return in.readUnsignedShort();
        }
    }

    private static void post(String id, String text) {
        gateway.postToConnection(
                request -> request.connectionId(id).data(SdkBytes.fromString(text, StandardCharsets.UTF_8)));
    }
}
