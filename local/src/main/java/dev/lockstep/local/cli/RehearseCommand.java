package dev.lockstep.local.cli;

import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
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
            return 0;
        }
    }
}
