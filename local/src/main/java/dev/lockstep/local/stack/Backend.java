package dev.lockstep.local.stack;

import dev.lockstep.local.PlainError;
import dev.lockstep.local.sources.QueuePoller.QueueAddress;
import dev.lockstep.local.template.TableDefinition;
import dev.lockstep.local.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Tables and queues, made and ready.
 *
 * @param restarted whether the tables were there before
 */
record Backend(
        Template template,
        Running<Database> dynamoDb,
        Running<SqsClient> sqs,
        Map<String, QueueAddress> queues,
        boolean restarted)
        implements AutoCloseable {

    /** Starts everything side by side: each server alone takes most of the time that all take together. */
    static Backend start(StackOptions options, Map<String, String> parameters, @Nullable Path database, String where) {
        Servers servers = new Servers(new Endpoints(options.variables));
        // Before any of them logs: slf4j complains where its first use comes from several threads at once.
        LoggerFactory.getLogger(Backend.class);
        ExecutorService executor = Executors.newFixedThreadPool(
                4, Thread.ofPlatform().daemon().name("start-", 1).factory());
        try (Starting starting = new Starting(executor)) {
            var dynamoDb = starting.with(() -> servers.dynamoDb(database));
            var sqs = starting.with(servers::sqs);
            var template = starting.async(() -> Template.read(options.template, parameters));
            var tables = starting.async(
                    () -> new Tables(dynamoDb.join().client().items(), where).ensureAll(template.join()));
            var queues = starting.async(() -> Queues.ensure(sqs.join().client(), template.join()));
            Backend backend = new Backend(template.join(), dynamoDb.join(), sqs.join(), queues.join(), tables.join());
            starting.done();
            return backend;
        } catch (CompletionException e) {
            throw e.getCause() instanceof PlainError plain ? plain : e;
        } finally {
            executor.shutdown();
        }
    }

    /** Stops again what has started, where something else could not. */
    private static final class Starting implements AutoCloseable {
        private final ExecutorService executor;
        private final List<CompletableFuture<? extends Running<?>>> servers = new ArrayList<>();
        private boolean done;

        Starting(ExecutorService executor) {
            this.executor = executor;
        }

        <T> CompletableFuture<T> async(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work, executor);
        }

        <C> CompletableFuture<Running<C>> with(Supplier<Running<C>> server) {
            CompletableFuture<Running<C>> started = async(server);
            servers.add(started);
            return started;
        }

        void done() {
            done = true;
        }

        private static void closeIfStarted(CompletableFuture<? extends Running<?>> server) {
            try {
                server.join().close();
            } catch (CompletionException e) {
                // It never started, which is what is being reported already.
            }
        }

        @Override
        public void close() {
            if (!done) {
                servers.forEach(Starting::closeIfStarted);
            }
        }
    }

    PhysicalNames names() {
        return PhysicalNames.of(template, queues);
    }

    /** Whether what was queued before has gone with the process that held it, while what was stored has not. */
    boolean hasLostItsQueues() {
        return restarted && sqs.embedded();
    }

    TableDefinition table(String id) {
        return template.tables().stream()
                .filter(table -> table.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("template.yaml has no table " + id));
    }

    QueueAddress queue(String id) {
        QueueAddress queue = queues.get(id);
        if (queue == null) {
            throw new IllegalArgumentException("template.yaml has no queue " + id);
        }
        return queue;
    }

    @Override
    public void close() {
        sqs.close();
        dynamoDb.close();
    }
}
