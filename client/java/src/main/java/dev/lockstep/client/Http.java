package dev.lockstep.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the API: with the key, within a time limit, and again where an answer may still come of it. */
final class Http implements AutoCloseable {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    private final Settings settings;
    private final HttpClient client;
    private final InstantSource clock = InstantSource.system();

    Http(Settings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timing().request())
                // Without encryption there is no asking for HTTP/2 but by an upgrade, which not every server ignores.
                .version(settings.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    HttpClient client() {
        return client;
    }

    Settings settings() {
        return settings;
    }

    /**
     * @throws LockstepException where the server refuses, or does not answer often enough
     */
    Answer send(Call call) throws InterruptedException {
        Pauses pauses = Pauses.afterFailures(settings.timing().retry());
        int attempts = call.attempts().orElse(settings.timing().attempts());
        for (int attempt = 1; ; attempt++) {
            try {
                return sendOnce(call);
            } catch (LockstepException e) {
                if (!e.isRetryable() || attempt >= attempts) {
                    throw e;
                }
                Thread.sleep(pauses.next(e.retryAfter()));
            }
        }
    }

    /** A request with the key, if there is one, to be completed. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.base() + path));
        settings.apiKey().ifPresent(key -> request.header("X-API-KEY", key));
        return request;
    }

    private Answer sendOnce(Call call) throws InterruptedException {
        HttpRequest.Builder request = request(call.path())
                .method(
                        call.method(),
                        call.content()
                                .map(content -> BodyPublishers.ofString(content.text()))
                                .orElseGet(BodyPublishers::noBody));
        call.content().ifPresent(content -> request.header("Content-Type", content.mediaType()));
        call.accept().ifPresent(mediaType -> request.header("Accept", mediaType));
        call.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
        Duration limit = call.timeout().orElse(settings.timing().request());
        HttpResponse<String> response = exchange(call, request.build(), limit);
        if (response.statusCode() / 100 != 2) {
            throw refusal(call, response);
        }
        return new Answer(call, response.statusCode(), response.body(), ahead(response.headers()));
    }

    /** The request's own time limit would end with the headers, this one with the body. */
    private HttpResponse<String> exchange(Call call, HttpRequest request, Duration limit) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw LockstepException.unanswered(call.toString(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw LockstepException.unanswered(
                    call.toString(), new IOException("it took more than " + limit.toMillis() + " ms", e));
        } finally {
            answer.cancel(true);
        }
    }

    static LockstepException refusal(Call call, HttpResponse<String> response) {
        return LockstepException.refused(
                call.toString(), response.statusCode(), problem(response.body()), retryAfter(response.headers()));
    }

    private static Optional<Problem> problem(String body) {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            return tree.isObject()
                    ? Optional.of(
                            Json.MAPPER.treeToValue(tree, Problem.Body.class).problem())
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Given in seconds; a date, which the header may hold as well, is left to the usual pauses. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}(\\.\\d{1,9})?"))
                .map(seconds -> Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)))
                .map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked);
    }

    private Duration ahead(HttpHeaders headers) {
        try {
            Optional<Instant> theirs = headers.firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return theirs.map(date -> Duration.between(clock.instant(), date)).orElse(Duration.ZERO);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
