package dev.lockstep.adapters.socket;

import dev.lockstep.adapters.SideBySide;
import dev.lockstep.engine.ports.LiveSender;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;

/** Sends through API Gateway, some at once. */
public final class GatewaySender implements LiveSender {
    private static final Logger LOG = LoggerFactory.getLogger(GatewaySender.class);
    private static final int AT_ONCE = 50;

    private final Supplier<ApiGatewayManagementApiClient> client;

    /**
     * @param client asked for when there is something to send, since most of the time there is not
     */
    public GatewaySender(Supplier<ApiGatewayManagementApiClient> client) {
        this.client = client;
    }

    @Override
    public List<String> send(Collection<String> connections, String text) {
        ApiGatewayManagementApiClient gateway = client.get();
        SdkBytes bytes = SdkBytes.fromUtf8String(text);
        Queue<String> gone = new ConcurrentLinkedQueue<>();
        SideBySide.each(List.copyOf(connections), AT_ONCE, connection -> {
                    try {
                        gateway.postToConnection(
                                request -> request.connectionId(connection).data(bytes));
                    } catch (GoneException e) {
                        gone.add(connection);
                    }
                })
                .forEach(broken -> {
                    LOG.warn("connection {} did not take what was sent, and is closed", broken.item(), broken.cause());
                    close(gateway, broken.item());
                    gone.add(broken.item());
                });
        return List.copyOf(gone);
    }

    private static void close(ApiGatewayManagementApiClient gateway, String connection) {
        try {
            gateway.deleteConnection(request -> request.connectionId(connection));
        } catch (SdkException e) {
            // It is as closed as it can be.
        }
    }
}
