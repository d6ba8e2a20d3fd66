package dev.lockstep.client;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server, and on whose behalf.
 *
 * @param base without a slash at its end, which paths begin with
 * @param apiKey none for a server that takes calls without one
 * @param socket where the WebSocket API is
 */
record Settings(URI base, Optional<String> apiKey, URI socket, Timing timing) {
    static Settings of(@Nullable URI baseUrl, @Nullable String apiKey, Optional<URI> webSocketUrl, Timing timing) {
        if (apiKey == null || apiKey.isBlank()) {
            throw new IllegalArgumentException("apiKey is missing");
        }
        // Told by us, since whoever refuses a header quotes it.
        if (!apiKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("apiKey holds characters that no API key has");
        }
        return of(baseUrl, Optional.of(apiKey), webSocketUrl, timing);
    }

    /** For a server that takes calls without a key. */
    static Settings keyless(@Nullable URI baseUrl, Optional<URI> webSocketUrl, Timing timing) {
        return of(baseUrl, Optional.empty(), webSocketUrl, timing);
    }

    private static Settings of(
            @Nullable URI baseUrl, Optional<String> apiKey, Optional<URI> webSocketUrl, Timing timing) {
        URI base = Objects.requireNonNull(baseUrl, "baseUrl");
        if (base.getHost() == null || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
            throw new IllegalArgumentException("baseUrl must be the http(s) URL of the API, not " + base);
        }
        String text = base.toString().replaceAll("/+$", "");
        URI socket = webSocketUrl.orElseGet(() -> URI.create(text.replaceFirst("^http", "ws") + "/live"));
        return new Settings(URI.create(text), apiKey, socket, timing);
    }

    boolean isEncrypted() {
        return "https".equals(base.getScheme());
    }
}
