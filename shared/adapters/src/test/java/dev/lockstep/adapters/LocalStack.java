package dev.lockstep.adapters;

import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container, one for all tests of this process. It is stopped with it. */
public final class LocalStack {
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.3.0");

    private LocalStack() {}

    static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Where all its services are; the first call starts it. */
    public static URI endpoint() {
        return Holder.CONTAINER.getEndpoint();
    }

    private static final class Holder {
        static final LocalStackContainer CONTAINER = start();

        private static LocalStackContainer start() {
            LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("dynamodb", "sqs");
            container.start();
            return container;
        }
    }
}
