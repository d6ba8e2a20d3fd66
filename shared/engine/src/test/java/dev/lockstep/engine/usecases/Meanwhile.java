package dev.lockstep.engine.usecases;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets something else happen right before or after a call of a port. */
final class Meanwhile {
    private final Map<String, Runnable> before = new HashMap<>();
    private final Map<String, Runnable> after = new HashMap<>();

    private final Set<String> repeated = new HashSet<>();

    /** Before the next call of that name, once. */
    void before(String method, Runnable what) {
        before.put(method, what);
    }

    /** After the next call of that name, once, and before who called goes on. */
    void after(String method, Runnable what) {
        after.put(method, what);
    }

    /** Has the next call of that name reach the port twice, as when its answer gets lost on the way: the second one counts. */
    void repeat(String method) {
        repeated.add(method);
    }

    <T> T on(Class<T> port, T delegate) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            Optional.ofNullable(before.remove(method.getName())).ifPresent(Runnable::run);
            try {
                if (repeated.remove(method.getName())) {
                    method.invoke(delegate, args);
                }
                Object answer = method.invoke(delegate, args);
                Optional.ofNullable(after.remove(method.getName())).ifPresent(Runnable::run);
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }));
    }
}
