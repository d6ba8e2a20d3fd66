package dev.lockstep.adapters.outgoing;

import dev.lockstep.engine.operations.OperationFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What goes wrong on the way, by the names that a definition's policies know. */
final class HttpFailures {
    private HttpFailures() {}

    static OperationFailure of(IOException e) {
        return switch (e) {
            case ConnectTimeoutException timeout -> timedOut();
            case SocketTimeoutException timeout -> timedOut();
            case MessageConstraintException tooLong ->
                new OperationFailure("ResponseTooLarge", "the head of the answer is too long");
            case ConnectException refused -> connection("nobody takes the connection");
            case SSLException tls -> connection("TLS failed: " + tls.getMessage());
            case NoHttpResponseException none -> connection("the connection was closed without an answer");
            case ClientProtocolException malformed -> connection("what came back is no HTTP answer");
            case MalformedChunkCodingException malformed -> connection("what came back is no HTTP answer");
            default -> connection("the connection broke off");
        };
    }

    static OperationFailure timedOut() {
        return new OperationFailure("TimedOut", "the answer was not there within timeout_seconds");
    }

    static OperationFailure tooLarge(int mostBytes) {
        return new OperationFailure("ResponseTooLarge", "the answer has more than " + mostBytes + " bytes");
    }

    private static OperationFailure connection(String message) {
        return new OperationFailure("ConnectionFailed", message);
    }
}
