package dev.lockstep.local.cli;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Starts and stops everything once, so that Java can archive the classes that every later start needs. Part of the build. */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LocalStack stack = StackOptions.of(Installation.template()).start();
                HttpClient http = HttpClient.newHttpClient()) {
            stack.functions().all().forEach(LambdaFunction::warm);
            HttpRequest health =
                    HttpRequest.newBuilder(stack.url().resolve("/health")).build();
            http.send(health, BodyHandlers.discarding());
            talkTo(stack);
            return 0;
        }
    }

    /** What talks to a server needs classes of its own. */
    private static void talkTo(LocalStack stack) throws IOException {
        String registered =
                command(stack, "workflows", "put", Installation.example().toString(), "--json");
        String workflow = Json.read(registered).path("workflow_id").asString();
        command(stack, "run", workflow, "--wait", "--json");
        command(stack, "runs", "list");
        command(stack, "workflows", "list");
    }

    private static String command(LocalStack stack, String... command) {
        StringWriter out = new StringWriter();
        String[] toStack = {
            "--url", stack.url().toString(), "--api-key", stack.adminKey().text()
        };
        String[] whole = Stream.of(command, toStack).flatMap(Stream::of).toArray(String[]::new);
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute(whole);
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
        }
        return out.toString();
    }
}
