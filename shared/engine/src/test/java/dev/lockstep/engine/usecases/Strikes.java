package dev.lockstep.engine.usecases;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.random.RandomGenerator;

/** Faults that strike ports: a call breaks off before it has an effect, or after it had one but before the caller knows. */
final class Strikes {
    private final RandomGenerator chance;
    private double share;
    private int struck;

    Strikes(RandomGenerator chance, double share) {
        this.chance = chance;
        this.share = share;
    }

    /** The function that made the call is gone; its message comes back. */
    static final class Crash extends RuntimeException {
        Crash(String where) {
            super(where);
        }
    }

    void stop() {
        share = 0;
    }

    int count() {
        return struck;
    }

    <T> T on(Class<T> port, T delegate) {
        Object proxy = Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            strike("before " + method.getName());
            try {
                Object answer = method.invoke(delegate, args);
                strike("after " + method.getName());
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return port.cast(proxy);
    }

    private void strike(String where) {
        if (chance.nextDouble() < share) {
            struck++;
            throw new Crash(where);
        }
    }
}
