package dev.lockstep.adapters.socket;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lockstep.adapters.Events;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.live.Socket;
import dev.lockstep.engine.live.Tickets;
import dev.lockstep.engine.usecases.Authenticate;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Permission;
import dev.lockstep.engine.usecases.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function behind a WebSocket API. */
public abstract class SocketFunction implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFunction.class);

    private final Authenticate authenticate;
    private final Tickets tickets;
    private final Socket socket;

    protected SocketFunction(Authenticate authenticate, Tickets tickets, Socket socket) {
        this.authenticate = authenticate;
        this.tickets = tickets;
        this.socket = socket;
    }

    /** The route keys that the function answers. */
    public final Set<String> routeKeys() {
        return Set.of("$connect", "$disconnect", "$default");
    }

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SocketRequest request = SocketRequest.of(Events.read(in));
        Events.write(Json.object().put("statusCode", status(request)), out);
    }

    private int status(SocketRequest request) {
        try {
            switch (request.routeKey()) {
                case "$connect" -> socket.connect(request.connection(), caller(request));
                case "$disconnect" -> socket.disconnect(request.connection());
                default -> socket.receive(request.connection(), request.body());
            }
            return 200;
        } catch (Refusal e) {
            return e.kind() == Refusal.Kind.FORBIDDEN ? 403 : 401;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{}: broke off", request.routeKey(), e);
            return 500;
        }
    }

    private Caller caller(SocketRequest request) {
        Optional<String> ticket = Optional.ofNullable(request.query().get("ticket"));
        Caller caller = request.key().isEmpty() && ticket.isPresent()
                ? tickets.redeem(ticket.get())
                : authenticate.caller(request.key());
        caller.needs(Permission.READ);
        return caller;
    }
}
