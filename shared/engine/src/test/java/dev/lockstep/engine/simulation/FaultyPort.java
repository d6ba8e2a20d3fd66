package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.simulation.Faults.Strike;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A port whose every call takes time, in which others go on, and may be struck before and after it has its effect. */
final class FaultyPort {
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(200);

    private final Cloud cloud;
    private final Faults faults;
    private final Supplier<Strike> strikes;
    private final Object port;

    private FaultyPort(Cloud cloud, Faults faults, Supplier<Strike> strikes, Object port) {
        this.cloud = cloud;
        this.faults = faults;
        this.strikes = strikes;
        this.port = port;
    }

    static <T> T of(Class<T> type, T port, Cloud cloud, Faults faults) {
        return proxy(type, new FaultyPort(cloud, faults, faults::strike, port));
    }

    /** One in whose calls the function may crash, but that do not fail by themselves. */
    static <T> T crashing(Class<T> type, T port, Cloud cloud, Faults faults) {
        return proxy(type, new FaultyPort(cloud, faults, faults::crash, port));
    }

    private static <T> T proxy(Class<T> type, FaultyPort port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> port.call(method, args)));
    }

    private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
        if (cloud.current().isEmpty()) {
            return invoke(method, args);
        }
        pause(method);
        Strike strike = strikes.get();
        if (strike != Strike.NONE) {
            cloud.struck(strike + " at " + method.getName());
        }
        switch (strike) {
            case CRASH_BEFORE -> throw new Crash();
            case FAILS -> throw new PortFailure(method.getName() + " throttled");
            case REPEATED -> invoke(method, args);
            case NONE, CRASH_AFTER, FAILS_AFTER -> {}
        }
        Object answer = invoke(method, args);
        cloud.tell(() -> cloud.current().orElseThrow() + ": " + method.getName() + Arrays.toString(args) + " -> "
                + shown(answer));
        switch (strike) {
            case CRASH_AFTER -> throw new Crash();
            case FAILS_AFTER -> throw new PortFailure(method.getName() + " timed out");
            case NONE, CRASH_BEFORE, FAILS, REPEATED -> {}
        }
        pause(method);
        return answer;
    }

    /** A workflow is long, and always the same. */
    private static @Nullable Object shown(@Nullable Object answer) {
        return answer instanceof Optional<?> found && found.orElse(null) instanceof WorkflowVersion version
                ? version.ref()
                : answer;
    }

    private void pause(Method method) {
        if (faults.isSlow()) {
            cloud.struck("slow at " + method.getName());
            cloud.pause(faults.between(SLOW, SLOWEST));
        } else {
            cloud.pause(faults.latency());
        }
    }

    private @Nullable Object invoke(Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(port, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
