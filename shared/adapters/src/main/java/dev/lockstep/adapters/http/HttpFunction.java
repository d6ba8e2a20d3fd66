package dev.lockstep.adapters.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** A function behind API Gateway: passes each call to its route. Whatever breaks inside becomes an answer that tells nothing of it. */
public abstract class HttpFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFunction.class);

    private final Routes routes;

    protected HttpFunction(Routes routes) {
        this.routes = routes;
    }

    /** The route keys that the function answers. */
    public final Set<String> routeKeys() {
        return routes.keys();
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        HttpRequest request = HttpRequest.of(Events.read(in));
        Events.write(answer(request).event(), out);
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return routes.answer(request);
        } catch (SdkException e) {
            LOG.error("{}: an AWS call failed", request.routeKey(), e);
            return routes.broken(request, 503).with("retry-after", "1");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: broke off", request.routeKey(), e);
            return routes.broken(request, 500);
        }
    }
}
