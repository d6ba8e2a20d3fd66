package dev.lockstep.functions.socket;

import dev.lockstep.adapters.Backend;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.socket.SocketFunction;
import dev.lockstep.engine.live.Socket;

/** Opens and closes connections, and lets them follow executions. */
public final class SocketHandler extends SocketFunction {
    /** For Lambda. */
    public SocketHandler() {
        this(Deployment.ofThisProcess());
    }

    public SocketHandler(Deployment deployment) {
        this(new Backend(deployment));
    }

    private SocketHandler(Backend backend) {
        super(backend.authenticate(), backend.tickets(), socket(backend));
    }

    private static Socket socket(Backend backend) {
        return new Socket(
                new Socket.Ports(
                        backend.connections(),
                        backend.executions(),
                        backend.workflows(),
                        backend.liveUpdates(),
                        backend.liveSender()),
                backend.clock());
    }
}
