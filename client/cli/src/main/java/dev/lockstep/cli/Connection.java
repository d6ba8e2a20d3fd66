package dev.lockstep.cli;

import dev.lockstep.client.LockstepException;
import dev.lockstep.client.WorkflowClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which server, and on whose behalf. The key is kept out of whatever could be printed.
 *
 * @param apiKey none for a server of this machine, which may be open
 * @param socket where the WebSocket API is, where that does not follow from the URL
 */
record Connection(URI url, Optional<String> apiKey, Optional<URI> socket) {
    private static final URI HERE = URI.create("http://127.0.0.1:3000");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** Where {@code ./lockstep up} keeps the key of the server that it starts. */
    private static final Path LOCAL_KEY = Path.of(".lockstep", "admin-key");

    /** What is given with the command, else what the environment says, else what runs on this machine. */
    static Connection of(Optional<URI> url, Optional<String> apiKey, Optional<URI> socket, Environment environment) {
        URI server = url.or(() -> uri(environment, "LOCKSTEP_URL")).orElse(HERE);
        Optional<String> key = apiKey.or(() -> environment.variable("LOCKSTEP_API_KEY"))
                .or(() -> localKey(server, environment.folder()))
                .map(String::strip);
        if (key.isEmpty() && !isLoopback(server)) {
            throw noKey(server);
        }
        return new Connection(server, key, socket.or(() -> uri(environment, "LOCKSTEP_SOCKET_URL")));
    }

    private static Optional<URI> uri(Environment environment, String variable) {
        try {
            return environment.variable(variable).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new BadUsage(variable + " is no URL");
        }
    }

    /** Shown to nobody but a server of this machine. */
    private static Optional<String> localKey(URI server, Path folder) {
        Path file = folder.resolve(LOCAL_KEY);
        if (!isLoopback(server) || !Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(key -> !key.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(URI server) {
        return server.getHost() != null && LOOPBACK.matcher(server.getHost()).matches();
    }

    private static BadUsage noKey(URI server) {
        return new BadUsage("no API key for " + server + ": set LOCKSTEP_API_KEY, or give --api-key"
                + (isLoopback(server) ? ", or be in the folder where ./lockstep up was started" : ""));
    }

    /** @throws BadUsage where a refusal is for want of a key: the server of this machine is not open */
    void check(LockstepException refusal) {
        if (apiKey.isEmpty() && refusal.status().orElse(0) == 401) {
            throw noKey(url);
        }
    }

    WorkflowClient open() {
        WorkflowClient.Builder builder = WorkflowClient.builder().baseUrl(url);
        apiKey.ifPresentOrElse(builder::apiKey, builder::withoutKey);
        socket.ifPresent(builder::webSocketUrl);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new BadUsage(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
