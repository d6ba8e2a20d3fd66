package dev.lockstep.adapters.outgoing;

import dev.lockstep.engine.operations.HttpCaller.Answer;
import dev.lockstep.engine.operations.HttpCaller.Request;
import dev.lockstep.engine.operations.OperationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, over a connection of its own: what one execution leaves on a connection can then never be the next
 * one's answer, and no connection grows old while its function is frozen.
 */
final class Exchange {
    private static final String USER_AGENT = "Lockstep/0.1";
    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(4)
            .build();

    private final CheckedAddresses way;
    private final TlsSocketStrategy tls;
    private final InstantSource clock;
    private final boolean beginning;

    /**
     * @param beginning whether of an answer that has more than asked for, the beginning is read rather than nothing
     */
    Exchange(CheckedAddresses way, TlsSocketStrategy tls, InstantSource clock, boolean beginning) {
        this.beginning = beginning;
        this.way = way;
        this.tls = tls;
        this.clock = clock;
    }

    Answer run(Request request, Destination destination, Deadline deadline) throws IOException, OperationFailure {
        HttpHost host = new HttpHost(destination.scheme(), destination.host(), destination.port());
        try (CloseableHttpClient client = client(Timeout.ofMilliseconds(deadline.millisLeft()));
                ClassicHttpResponse response =
                        client.executeOpen(host, message(request, destination), HttpClientContext.create())) {
            return answer(response, body(response.getEntity(), request.mostBytes()));
        } catch (IllegalArgumentException e) {
            throw new OperationFailure("InvalidRequest", "the request cannot be sent");
        }
    }

    private static ClassicHttpRequest message(Request request, Destination destination) {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), destination.path());
        message.setHeader("accept-encoding", "identity");
        message.setHeader("user-agent", USER_AGENT);
        request.headers().forEach(message::setHeader);
        message.setHeader("connection", "close");
        request.body()
                .ifPresent(body -> message.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null)));
        return message;
    }

    private Answer answer(ClassicHttpResponse response, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        String retryAfter = headers.getOrDefault("retry-after", List.of("")).get(0);
        String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
        return new Answer(
                response.getCode(), reason, headers, RetryAfter.parse(retryAfter.strip(), clock.instant()), body);
    }

    /** Never more than it may have: a length that is announced is refused at once, one that is not when it is passed. */
    private byte[] body(@Nullable HttpEntity entity, int mostBytes) throws IOException, OperationFailure {
        try {
            if (entity == null) {
                return new byte[0];
            }
            if (beginning) {
                return entity.getContent().readNBytes(mostBytes);
            }
            if (entity.getContentLength() > mostBytes) {
                throw HttpFailures.tooLarge(mostBytes);
            }
            byte[] bytes = entity.getContent().readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw HttpFailures.tooLarge(mostBytes);
            }
            return bytes;
        } finally {
            // The client, when it is closed, would first read on to the end of the answer.
            way.close();
        }
    }

    private CloseableHttpClient client(Timeout left) {
        BasicHttpClientConnectionManager connections = new BasicHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        way,
                        DefaultSchemePortResolver.INSTANCE,
                        way,
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", tls)
                                .build()),
                ManagedHttpClientConnectionFactory.builder().http1Config(BOUNDS).build());
        connections.setSocketConfig(SocketConfig.custom().setSoTimeout(left).build());
        connections.setTlsConfig(TlsConfig.custom().setHandshakeTimeout(left).build());
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(left)
                .setSocketTimeout(left)
                .build());
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(left)
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }
}
