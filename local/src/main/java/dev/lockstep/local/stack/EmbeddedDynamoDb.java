package dev.lockstep.local.stack;

import dev.lockstep.local.sdk.Interposed;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.embedded.DDBExceptionMappingInvocationHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/**
 * DynamoDB Local in this process. It is put together here rather than by {@code DynamoDBEmbedded}, which leaves no place for
 * {@link RememberedTables}: without those, every request has the table's description read and parsed anew, a fifth of all that the
 * local runtime does.
 */
final class EmbeddedDynamoDb {
    /** As many as {@code DynamoDBEmbedded} gives to the building of indexes. */
    private static final int BUILDERS = 10;

    private final LocalDBClient server;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean stopped;

    private EmbeddedDynamoDb(LocalDBClient server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param folder where it keeps its data; in memory where there is none
     * @throws IllegalStateException where SQLite cannot be loaded
     */
    static Running<Database> start(@Nullable Path folder) {
        try {
            SQLiteLibraryLoader.initialize();
        } catch (Exception e) {
            throw new IllegalStateException("SQLite, which DynamoDB Local keeps its data in, cannot be loaded", e);
        }
        RememberedTables tables = folder == null ? new RememberedTables() : new RememberedTables(folder);
        EmbeddedDynamoDb running = new EmbeddedDynamoDb(
                new LocalDBClient(tables, new JobsRegister(Executors.newFixedThreadPool(BUILDERS), false)));
        Database database = new Database(
                running.client(DynamoDbClient.class, running.server.dynamoDbClient()),
                running.client(DynamoDbStreamsClient.class, running.server.dynamoDbStreamsClient()));
        return new Running<>(database, true, running::stop);
    }

    private <T> T client(Class<T> type, T local) {
        return Interposed.before(type, local, this::call);
    }

    /** Whoever calls when it has stopped would wait for SQLite for ever. */
    private @Nullable Object call(Interposed.Call call) throws Throwable {
        Lock lock = use.readLock();
        lock.lock();
        try {
            if (stopped) {
                throw new IllegalStateException("DynamoDB Local has stopped");
            }
            return call.proceed();
        } catch (DynamoDBLocalServiceException e) {
            DDBExceptionMappingInvocationHandler.handleDynamoDBLocalServiceException(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        Lock lock = use.writeLock();
        lock.lock();
        try {
            if (!stopped) {
                stopped = true;
                server.shutdown();
            }
        } finally {
            lock.unlock();
        }
    }
}
