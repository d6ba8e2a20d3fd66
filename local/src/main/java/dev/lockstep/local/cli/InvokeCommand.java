package dev.lockstep.local.cli;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.local.PlainError;
import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.stack.AdminKey;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Invokes one function with one event, on an empty stack in memory. */
@Command(
        name = "invoke",
        description = "Invokes a function with an event and prints its answer.",
        mixinStandardHelpOptions = true,
        versionProvider = Installation.class)
final class InvokeCommand implements Callable<Integer> {
    /** What the sample events carry where a caller's key belongs, since nobody's real key is in a repository. */
    private static final String KEY_PLACEHOLDER = "lk_local";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<function>", description = "StepFunction, Step or step.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "<event.json>", description = "The event, or - for standard input.")
    private String eventFile = "";

    @Override
    public Integer call() {
        JsonNode event = event();
        StackOptions options = StackOptions.of(Installation.template())
                .withoutHttp()
                .withoutEventSources()
                .variables(System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        try (LocalStack stack = options.start()) {
            byte[] asked = Json.write(withKey(event, stack.adminKey())).getBytes(StandardCharsets.UTF_8);
            byte[] answer = stack.functions().named(function).invoke(asked);
            out.println(new String(answer, StandardCharsets.UTF_8));
            out.flush();
            return 0;
        } catch (InvocationFailure e) {
            // The function has logged it.
            return 1;
        }
    }

    private JsonNode event() {
        try {
            byte[] bytes = eventFile.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(eventFile));
            return Json.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlainError("The event " + eventFile + " cannot be read: " + e, e);
        } catch (MalformedJson e) {
            throw new PlainError(eventFile + ":" + e.line() + ":" + e.column() + ": " + e.getMessage(), e);
        }
    }

    static JsonNode withKey(JsonNode event, AdminKey key) {
        if (event.path("headers") instanceof ObjectNode headers) {
            headers.properties().forEach(header -> {
                String value = header.getValue().asString("");
                if (value.equals(KEY_PLACEHOLDER) || value.equals("Bearer " + KEY_PLACEHOLDER)) {
                    headers.put(header.getKey(), value.replace(KEY_PLACEHOLDER, key.text()));
                }
            });
        }
        return event;
    }
}
