package dev.lockstep.engine.operations;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes HTTP requests, wherever this deployment lets them go. A port. */
public interface HttpCaller {
    /**
     * Makes a request and reads its answer, whatever its status.
     *
     * @throws OperationFailure where there is none: {@code InvalidRequest}, {@code AddressRefused}, {@code ConnectionFailed},
     *     {@code ResponseTooLarge}, {@code TimedOut}
     */
    Answer call(Request request) throws OperationFailure;

    /**
     * @param headers checked: no name that is the connection's own, no control character
     * @param followRedirects whether a redirect within the same host is followed, rather than given as the answer
     * @param mostBytes what the body of the answer may have
     */
    record Request(
            String method,
            String url,
            Map<String, String> headers,
            Optional<String> body,
            boolean followRedirects,
            int mostBytes,
            Duration timeout) {}

    /** What was answered. */
    final class Answer {
        private final int status;
        private final String reason;
        private final Map<String, List<String>> headers;
        private final Duration retryAfter;
        private final byte[] body;

        /**
         * @param headers by their names in lower case
         * @param retryAfter how long the server wants to be left alone; zero where it did not say
         */
        public Answer(int status, String reason, Map<String, List<String>> headers, Duration retryAfter, byte[] body) {
            this.status = status;
            this.reason = reason;
            this.headers = headers;
            this.retryAfter = retryAfter;
            this.body = body.clone();
        }

        public int status() {
            return status;
        }

        public String reason() {
            return reason;
        }

        public Map<String, List<String>> headers() {
            return headers;
        }

        public Duration retryAfter() {
            return retryAfter;
        }

        public byte[] body() {
            return body.clone();
        }
    }
}
