package dev.lockstep.engine.usecases;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Lets something else happen right before a call of a port. */
final class Meanwhile {
    private final Map<String, Runnable> before = new HashMap<>();

    /** Before the next call of that name, once. */
    void before(String method, Runnable what) {
        before.put(method, what);
    }

    <T> T on(Class<T> port, T delegate) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            Runnable what = before.remove(method.getName());
            if (what != null) {
                what.run();
            }
            try {
                return method.invoke(delegate, args);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }));
    }
}
