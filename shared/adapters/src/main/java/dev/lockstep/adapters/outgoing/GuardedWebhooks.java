package dev.lockstep.adapters.outgoing;

import dev.lockstep.engine.operations.HttpCaller;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.WebhookSender;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts to receivers through the same guard that HTTP steps go through. */
public final class GuardedWebhooks implements WebhookSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_URL = 2_048;
    /** A name server that does not answer is no reason to keep a caller waiting. */
    private static final Duration LOOKUP = Duration.ofSeconds(2);

    private final AddressGuard guard;
    private final GuardedHttp http;

    public GuardedWebhooks(AddressGuard guard, GuardedHttp http) {
        this.guard = guard;
        this.http = http;
    }

    @Override
    public Optional<String> refusal(String url) {
        if (url.length() > LONGEST_URL) {
            return Optional.of("must have at most " + LONGEST_URL + " characters");
        }
        FutureTask<Optional<String>> check = new FutureTask<>(() -> checked(url));
        Thread.ofVirtual().name("lookup").start(check);
        try {
            return check.get(LOOKUP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Its name cannot be looked up just now; the delivery looks again.
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the URL could not be checked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a URL was checked", e);
        }
    }

    private Optional<String> checked(String url) {
        try {
            guard.check(url);
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("must be a URL: " + e.getReason());
        } catch (AddressRefused e) {
            return Optional.of("must be a public address: " + e.getMessage());
        }
    }

    @Override
    public Answer post(String url, Map<String, String> headers, String body) {
        try {
            HttpCaller.Answer answer = http.callForBeginning(
                    new HttpCaller.Request("POST", url, headers, Optional.of(body), false, MOST_BYTES, TIMEOUT));
            return new Answer.Status(answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (OperationFailure e) {
            return new Answer.None(String.valueOf(e.getMessage()));
        }
    }
}
