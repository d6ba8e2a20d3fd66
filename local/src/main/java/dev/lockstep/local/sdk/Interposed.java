package dev.lockstep.local.sdk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Puts something before a client of the AWS SDK. */
public final class Interposed {
    private Interposed() {}

    /** What is done with a call, which may be to have it proceed. */
    @FunctionalInterface
    public interface Interposition {
        @Nullable
        Object call(Call call) throws Throwable;
    }

    /**
     * The client with something before it. What builds a request, or pages through answers, comes by as the requests that come of it.
     *
     * @param type the client's interface
     */
    public static <T> T before(Class<T> type, T client, Interposition interposition) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            boolean isIndirect = (arguments.length == 1 && arguments[0] instanceof Consumer<?>)
                    || method.getName().endsWith("Paginator");
            return isIndirect
                    ? InvocationHandler.invokeDefault(self, method, arguments)
                    : interposition.call(new Call(client, method, arguments));
        }));
    }

    /** One call of the client. */
    public static final class Call {
        private final Object client;
        private final Method method;
        private final Object[] arguments;

        private Call(Object client, Method method, Object[] arguments) {
            this.client = client;
            this.method = method;
            this.arguments = arguments;
        }

        /** The method's name, as {@code putItem}. */
        public String operation() {
            return method.getName();
        }

        /** The request, of what has one. */
        public Optional<SdkRequest> request() {
            return arguments.length == 1 && arguments[0] instanceof SdkRequest request
                    ? Optional.of(request)
                    : Optional.empty();
        }

        /** The answer of the client. */
        public @Nullable Object proceed() throws Throwable {
            return proceed(arguments);
        }

        /** The answer of the client to another request. */
        public @Nullable Object proceedWith(SdkRequest request) throws Throwable {
            return proceed(request);
        }

        private @Nullable Object proceed(Object... given) throws Throwable {
            try {
                return method.invoke(client, given);
            } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        }
    }
}
