package dev.lockstep.adapters.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.operations.HttpCaller;
import dev.lockstep.engine.operations.OperationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class GuardedHttpTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AddressGuard LOOPBACK = new AddressGuard(AllowedHosts.parse("127.0.0.0/8,localhost"));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final GuardedHttp http = new GuardedHttp(LOOPBACK, InstantSource.fixed(NOW));

    private static HttpCaller.Request get(String url) {
        return new HttpCaller.Request("GET", url, Map.of(), Optional.empty(), true, 1000, Duration.ofSeconds(10));
    }

    private static HttpCaller.Request get(String url, Duration timeout) {
        return new HttpCaller.Request("GET", url, Map.of(), Optional.empty(), true, 1000, timeout);
    }

    private static InetAddress address(String text) {
        return Literals.address(text).orElseThrow();
    }

    private OperationFailure failure(HttpCaller.Request request) {
        OperationFailure failure = catchThrowableOfType(OperationFailure.class, () -> http.call(request));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void a_request_says_what_it_was_told_and_little_else() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            HttpCaller.Answer answer = http.call(new HttpCaller.Request(
                    "POST",
                    server.url() + "/a%20b?c=d",
                    Map.of("idempotency-key", "ex-1/a/0", "content-type", "application/json"),
                    Optional.of("{}"),
                    true,
                    1000,
                    Duration.ofSeconds(10)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.reason()).isEqualTo("OK");
            assertThat(answer.body()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
            assertThat(server.requests.get(0).split("\n", -1))
                    .satisfies(lines -> assertThat(lines[0]).isEqualTo("POST /a%20b?c=d HTTP/1.1"))
                    .satisfies(lines -> assertThat(lines[lines.length - 1]).isEqualTo("{}"))
                    .extracting(line -> line.replaceFirst(":.*", "").toLowerCase(Locale.ROOT))
                    .contains("idempotency-key")
                    .containsExactlyInAnyOrder(
                            "post /a%20b?c=d http/1.1",
                            "host",
                            "accept-encoding",
                            "user-agent",
                            "idempotency-key",
                            "content-type",
                            "connection",
                            "content-length",
                            "{}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            503 | 7                             | PT7S
            429 | 0                             | PT0S
            500 | Thu, 01 Jan 2026 00:01:30 GMT | PT1M30S
            503 | Wed, 31 Dec 2025 23:59:00 GMT | PT0S
            503 | soon                          | PT0S
            503 | -5                            | PT0S
            503 | 99999999999999999999999       | PT999999999S
            """)
    void a_server_may_say_how_long_it_wants_to_be_left_alone(int status, String value, Duration wait) throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 " + status + " Busy\r\nRetry-After: " + value + "\r\nContent-Length: 0\r\n\r\n")) {
            HttpCaller.Answer answer = http.call(get(server.url()));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.retryAfter()).isEqualTo(wait);
        }
    }

    private static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({"301,GET", "302,GET", "303,GET", "307,POST", "308,POST"})
    void a_redirect_within_the_server_is_followed(int status, String method) throws Exception {
        try (RawServer server = RawServer.answering(redirect(status, "/b?x=1"), OK)) {
            HttpCaller.Answer answer = http.call(new HttpCaller.Request(
                    "POST",
                    server.url() + "/a",
                    Map.of("idempotency-key", "k"),
                    Optional.of("body"),
                    true,
                    1000,
                    Duration.ofSeconds(10)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.requests.get(1)).startsWith(method + " /b?x=1 ").contains("idempotency-key: k");
            assertThat(server.requests.get(1).endsWith("body")).isEqualTo(method.equals("POST"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:{port}/",
                "http://127.0.0.2:{port}/",
                "http://127.0.0.1:1/",
                "http://169.254.169.254/",
                "https://example.com/",
                "//example.com/",
                "file:///etc/passwd",
                "http://user@127.0.0.1:{port}/",
                "http://[",
                ""
            })
    void a_redirect_elsewhere_is_not_followed(String location) throws Exception {
        int[] port = {0};
        try (RawServer server = new RawServer((request, out) ->
                out.write(redirect(302, location.replace("{port}", Integer.toString(port[0])))
                        .getBytes(StandardCharsets.UTF_8)))) {
            port[0] = server.port();
            boolean toItself = location.isEmpty();

            assertThat(http.call(get(server.url())).status()).isEqualTo(302);
            assertThat(server.requests).hasSize(toItself ? 6 : 1);
        }
    }

    @Test
    void redirects_end_after_five() throws Exception {
        try (RawServer server = RawServer.answering(redirect(302, "/again"))) {
            assertThat(http.call(get(server.url())).status()).isEqualTo(302);
            assertThat(server.requests).hasSize(6);
        }
    }

    @Test
    void tls_is_never_left() throws Exception {
        Destination tls = Destination.of("https://a.example.com/");
        Destination plain = Destination.of("http://a.example.com/");

        assertThat(plain.isAsGoodAs(tls)).isFalse();
        assertThat(Destination.of("http://a.example.com:443/").isAsGoodAs(tls)).isFalse();
        assertThat(tls.isAsGoodAs(plain)).isTrue();
        assertThat(Destination.of("https://a.example.com:8443/").isAsGoodAs(plain))
                .isFalse();
    }

    @Test
    void a_body_that_drips_ends_with_the_time() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            drip(out);
        })) {
            assertTimesOut(server);
        }
    }

    @Test
    void headers_that_drip_end_with_the_time() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.UTF_8));
            drip(out);
        })) {
            assertTimesOut(server);
        }
    }

    @Test
    void interim_answers_without_end_end_with_the_time() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            while (true) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(5);
            }
        })) {
            assertTimesOut(server);
        }
    }

    @Test
    void silence_ends_with_the_time() throws Exception {
        try (RawServer server = new RawServer((request, out) -> Thread.sleep(20_000))) {
            assertTimesOut(server);
        }
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(20);
        }
    }

    private void assertTimesOut(RawServer server) {
        long before = System.nanoTime();

        assertThat(failure(get(server.url(), Duration.ofMillis(700))).name()).isEqualTo("TimedOut");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void an_answer_that_announces_too_much_is_not_read() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread.sleep(20_000);
        })) {
            long before = System.nanoTime();

            assertThat(failure(get(server.url())).name()).isEqualTo("ResponseTooLarge");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,true", "1001,false"})
    void an_answer_without_a_length_is_read_up_to_the_limit(int bytes, boolean fits) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(bytes))) {
            if (fits) {
                assertThat(http.call(get(server.url())).body()).hasSize(bytes);
            } else {
                assertThat(failure(get(server.url())).name()).isEqualTo("ResponseTooLarge");
            }
        }
    }

    @Test
    void an_answer_in_chunks_without_end_is_cut_off() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (RawServer server = new RawServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(("64\r\n" + "x".repeat(100) + "\r\n").getBytes(StandardCharsets.UTF_8));
                sent.addAndGet(100);
            }
        })) {
            assertThat(failure(get(server.url())).name()).isEqualTo("ResponseTooLarge");
            Thread.sleep(300);
            int then = sent.get();
            Thread.sleep(100);
            assertThat(sent.get()).as("nothing is sent any more").isEqualTo(then);
        }
    }

    @Test
    void what_is_compressed_stays_so() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[500_000]);
        }
        assertThat(bomb.size()).isLessThan(1000);
        try (RawServer server = new RawServer((request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            bomb.writeTo(out);
        })) {
            HttpCaller.Answer answer = http.call(get(server.url()));

            assertThat(answer.body()).isEqualTo(bomb.toByteArray());
            assertThat(answer.headers()).containsKey("content-encoding");
            assertThat(server.requests.get(0)).contains("accept-encoding: identity");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhi"
            })
    void what_is_no_answer_is_a_failed_connection(String answer) throws Exception {
        try (RawServer server = RawServer.answering(answer)) {
            assertThat(failure(get(server.url())).name()).isEqualTo("ConnectionFailed");
            assertThat(server.requests).as("it is for the policy to try again").hasSize(1);
        }
    }

    @Test
    void a_head_without_end_is_cut_off() throws Exception {
        try (RawServer lines = RawServer.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000) + "\r\n");
                RawServer line = RawServer.answering("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")) {
            assertThat(failure(get(lines.url())).name()).isEqualTo("ResponseTooLarge");
            assertThat(failure(get(line.url())).name()).isEqualTo("ResponseTooLarge");
        }
    }

    @Test
    void a_head_request_has_no_body() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")) {
            HttpCaller.Request head = new HttpCaller.Request(
                    "HEAD", server.url(), Map.of(), Optional.empty(), true, 1000, Duration.ofSeconds(10));

            assertThat(http.call(head).body()).isEmpty();
        }
    }

    @Test
    void where_nobody_is_the_connection_fails() throws Exception {
        RawServer gone = RawServer.answering(OK);
        gone.close();

        assertThat(failure(get(gone.url())).name()).isEqualTo("ConnectionFailed");
    }

    @Test
    void a_name_without_an_address_fails_as_a_connection() {
        AddressGuard guard = new AddressGuard(AllowedHosts.NONE, name -> {
            throw new UnknownHostException(name);
        });
        OperationFailure failure = catchThrowableOfType(
                OperationFailure.class,
                () -> new GuardedHttp(guard, InstantSource.fixed(NOW)).call(get("https://nowhere.example.com/")));

        assertThat(failure.name()).isEqualTo("ConnectionFailed");
    }

    /** A name server that gives a public address to whoever checks, and ours to whoever connects. */
    @Test
    void a_name_is_resolved_once_and_what_was_checked_is_what_is_connected_to() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            AtomicInteger asked = new AtomicInteger();
            InetAddress checked = address("127.0.0.1");
            AddressGuard guard =
                    new AddressGuard(AllowedHosts.parse("127.0.0.1,rebinding.example.com:" + server.port()), name ->
                            new InetAddress[] {asked.incrementAndGet() == 1 ? checked : address("169.254.169.254")});
            GuardedHttp rebound = new GuardedHttp(guard, InstantSource.fixed(NOW));
            HttpCaller.Request request = get("http://rebinding.example.com:" + server.port() + "/");

            assertThat(rebound.call(request).status()).isEqualTo(200);
            assertThat(asked).hasValue(1);
            assertThat(server.requests.get(0)).contains("Host: rebinding.example.com:" + server.port());
            assertThat(catchThrowableOfType(OperationFailure.class, () -> rebound.call(request))
                            .name())
                    .as("the next call asks again, and is refused")
                    .isEqualTo("AddressRefused");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_redirect_to_the_same_name_is_checked_again() throws Exception {
        try (RawServer server = RawServer.answering(redirect(302, "/b"))) {
            AtomicInteger asked = new AtomicInteger();
            AddressGuard guard = new AddressGuard(AllowedHosts.parse("a.example.com:" + server.port()), name ->
                    new InetAddress[] {address(asked.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254")});
            OperationFailure failure = catchThrowableOfType(
                    OperationFailure.class,
                    () -> new GuardedHttp(guard, InstantSource.fixed(NOW))
                            .call(get("http://a.example.com:" + server.port() + "/")));

            assertThat(failure.name()).isEqualTo("AddressRefused");
        }
    }

    @Test
    void a_socket_goes_nowhere_but_to_what_was_checked() throws Exception {
        try (RawServer server = RawServer.answering(OK);
                CheckedAddresses way = new CheckedAddresses(
                        "a.example.com", List.of(address("127.0.0.2")), Deadline.in(Duration.ofSeconds(5)))) {
            var target = new InetSocketAddress(address("127.0.0.1"), server.port());

            assertThat(catchThrowable(() -> way.create(Proxy.NO_PROXY).connect(target, 1000)))
                    .hasMessage("the address was not checked");
        }
    }
}
