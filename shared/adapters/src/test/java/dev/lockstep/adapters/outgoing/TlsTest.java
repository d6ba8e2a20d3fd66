package dev.lockstep.adapters.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.operations.HttpCaller;
import dev.lockstep.engine.operations.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to an address, the certificate is checked against the name. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = folder.resolve("a.p12");
        Path keytoolPath = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments = "-genkeypair -alias a -keyalg EC -dname CN=a.example.com -ext san=dns:a.example.com"
                + " -storetype PKCS12 -storepass changeit -keystore";
        List<String> command = new ArrayList<>(List.of(keytoolPath.toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        command.add(file.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static RawServer server() throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new RawServer(
                socket,
                (request, out) ->
                        out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.UTF_8)));
    }

    private static AddressGuard guard() {
        return new AddressGuard(AllowedHosts.parse("127.0.0.1"), name ->
                new InetAddress[] {Literals.address("127.0.0.1").orElseThrow()});
    }

    private static HttpCaller.Request get(String host, RawServer server) {
        String url = "https://" + host + ":" + server.port() + "/";
        return new HttpCaller.Request("GET", url, Map.of(), Optional.empty(), true, 1000, Duration.ofSeconds(20));
    }

    @Test
    void the_certificate_is_the_names() throws Exception {
        GuardedHttp trusting =
                new GuardedHttp(guard(), InstantSource.system(), () -> new DefaultClientTlsStrategy(context));
        try (RawServer server = server()) {
            assertThat(trusting.call(get("a.example.com", server)).status()).isEqualTo(200);
            OperationFailure other =
                    catchThrowableOfType(OperationFailure.class, () -> trusting.call(get("b.example.com", server)));

            assertThat(other.name()).isEqualTo("ConnectionFailed");
            assertThat(other).hasMessageContaining("TLS failed");
            assertThat(server.requests).as("nothing is said to another").hasSize(1);
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_none() throws Exception {
        try (RawServer server = server()) {
            OperationFailure failure = catchThrowableOfType(
                    OperationFailure.class,
                    () -> new GuardedHttp(guard(), InstantSource.system()).call(get("a.example.com", server)));

            assertThat(failure.name()).isEqualTo("ConnectionFailed");
            assertThat(failure).hasMessageContaining("TLS failed");
            assertThat(server.requests).isEmpty();
        }
    }
}
