package dev.lockstep.local.invoke;

import dev.lockstep.adapters.Deployment;
import dev.lockstep.local.PlainError;
import dev.lockstep.local.template.FunctionDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All functions of the template, ready to be invoked. */
public final class Functions implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("invocation-", 1).factory());
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();

    public Functions(List<FunctionDefinition> definitions, Function<FunctionDefinition, Deployment> deployments) {
        for (FunctionDefinition definition : definitions) {
            LambdaFunction function = new LambdaFunction(definition, deployments.apply(definition), executor);
            functions.put(definition.id(), function);
        }
    }

    public Collection<LambdaFunction> all() {
        return functions.values();
    }

    /**
     * The function that somebody means: by its logical id, with or without "Function" at its end, in any case.
     *
     * @throws PlainError listing what exists, where there is none
     */
    public LambdaFunction named(String name) {
        return functions.values().stream()
                .filter(function -> plain(function.definition().id()).equals(plain(name)))
                .findFirst()
                .orElseThrow(() -> new PlainError(
                        "There is no function " + name + ". There are: " + String.join(", ", functions.keySet())));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replaceFirst("function$", "");
    }

    /** Makes every handler in the background. */
    public void warm() {
        Thread.ofPlatform().daemon().name("warm-up").start(() -> {
            for (LambdaFunction function : functions.values()) {
                if (!executor.isShutdown()) {
                    function.warm();
                }
            }
        });
    }

    /** Lets what runs end, for some seconds, then interrupts it. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
