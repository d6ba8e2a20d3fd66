package dev.lockstep.local.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request from the connection, within bounds of size and time. */
final class CallReader {
    /** API Gateway's own. */
    static final int MAX_BODY = 10 * 1024 * 1024;

    private static final Duration MAX_TIME = Duration.ofSeconds(30);
    private static final int CHUNK = 16 * 1024;

    private CallReader() {}

    /** A request that is refused before any function sees it. */
    static final class Refused extends Exception {
        private final HttpAnswer answer;

        Refused(int status, String message) {
            super(message);
            this.answer = HttpAnswer.message(status, message);
        }

        HttpAnswer answer() {
            return answer;
        }
    }

    static HttpCall read(Request request) throws IOException, Refused {
        return read(request, body(request));
    }

    /** Reads all but the body: one that asks for a WebSocket has none, and what comes behind it is the socket's. */
    static HttpCall readHead(Request request) {
        return read(request, new byte[0]);
    }

    private static HttpCall read(Request request, byte[] body) {
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        String sourceIp = Request.getRemoteAddr(request);
        return new HttpCall(
                request.getMethod(),
                path == null ? "/" : path,
                query == null ? "" : query,
                request.getConnectionMetaData().getProtocol(),
                sourceIp,
                headers(request, sourceIp),
                body);
    }

    private static Map<String, List<String>> headers(Request request, String sourceIp) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(value == null ? "" : value);
        }
        headers.computeIfAbsent("x-forwarded-for", name -> new ArrayList<>()).add(sourceIp);
        headers.put("x-forwarded-port", List.of(Integer.toString(Request.getServerPort(request))));
        headers.put("x-forwarded-proto", List.of("http"));
        return headers;
    }

    private static byte[] body(Request request) throws IOException, Refused {
        if (request.getLength() > MAX_BODY) {
            throw new Refused(413, "Request Entity Too Large");
        }
        long began = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                body.write(chunk, 0, n);
                if (body.size() > MAX_BODY) {
                    throw new Refused(413, "Request Entity Too Large");
                }
                // The idle timeout alone would let a byte every few seconds hold a connection for days.
                if (System.nanoTime() - began > MAX_TIME.toNanos()) {
                    throw new Refused(408, "Request Timeout");
                }
            }
        }
        return body.toByteArray();
    }
}
