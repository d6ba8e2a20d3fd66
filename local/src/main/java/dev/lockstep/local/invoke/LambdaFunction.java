package dev.lockstep.local.invoke;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.local.template.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One function: makes its handler once, when first needed, and invokes it with the timeout of the template. */
public final class LambdaFunction {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaFunction.class);

    private final FunctionDefinition definition;
    private final Deployment deployment;
    private final ExecutorService executor;
    /** Guards the making of the handler. Not a monitor, which would pin virtual threads on a JDK 21. */
    private final ReentrantLock making = new ReentrantLock();

    private volatile @Nullable RequestStreamHandler handler;

    LambdaFunction(FunctionDefinition definition, Deployment deployment, ExecutorService executor) {
        this.definition = definition;
        this.deployment = deployment;
        this.executor = executor;
    }

    public FunctionDefinition definition() {
        return definition;
    }

    /** Makes the handler now, so that the first invocation need not. */
    public void warm() {
        try {
            handler();
        } catch (InvocationFailure e) {
            LOG.warn(e.getMessage());
        }
    }

    /**
     * Invokes the function and waits for its answer.
     *
     * @param event the event's JSON
     * @return the answer's JSON
     */
    public byte[] invoke(byte[] event) throws InvocationFailure {
        try {
            return attempt(event);
        } catch (InvocationFailure e) {
            // Logged here, once, whoever invoked. The event is not: payloads have no place in logs.
            LOG.error(e.getMessage(), e.reason() == InvocationFailure.Reason.THREW ? e.getCause() : null);
            throw e;
        }
    }

    private byte[] attempt(byte[] event) throws InvocationFailure {
        RequestStreamHandler ready = handler();
        InvocationContext context = new InvocationContext(definition);
        Future<byte[]> running = executor.submit(() -> call(ready, event, context));
        Duration timeout = definition.timeout();
        try {
            return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw InvocationFailure.timedOut(definition.id(), timeout.toSeconds(), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw InvocationFailure.threw(definition.id(), cause == null ? e : cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw InvocationFailure.interrupted(definition.id(), e);
        } finally {
            // Ends what is still running past its time; without effect on what has ended.
            running.cancel(true);
        }
    }

    private static byte[] call(RequestStreamHandler handler, byte[] event, InvocationContext context)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), answer, context);
        return answer.toByteArray();
    }

    private RequestStreamHandler handler() throws InvocationFailure {
        RequestStreamHandler made = handler;
        if (made != null) {
            return made;
        }
        making.lock();
        try {
            made = handler;
            if (made == null) {
                made = make();
                handler = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    private RequestStreamHandler make() throws InvocationFailure {
        String name = definition.handlerClass();
        try {
            return Class.forName(name)
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor(Deployment.class)
                    .newInstance(deployment);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw InvocationFailure.noHandler(definition.id(), name, cause == null ? e : cause);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw InvocationFailure.noHandler(definition.id(), name, e);
        }
    }
}
