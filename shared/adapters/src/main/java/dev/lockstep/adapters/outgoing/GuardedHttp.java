package dev.lockstep.adapters.outgoing;

import dev.lockstep.engine.operations.HttpCaller;
import dev.lockstep.engine.operations.OperationFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

/** Makes requests to where the guard lets them go, and follows redirects within one server. */
public final class GuardedHttp implements HttpCaller {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final AddressGuard guard;
    private final InstantSource clock;
    private final Supplier<TlsSocketStrategy> newTls;
    private @Nullable TlsSocketStrategy tls;

    public GuardedHttp(AddressGuard guard, InstantSource clock) {
        this(guard, clock, DefaultClientTlsStrategy::createDefault);
    }

    GuardedHttp(AddressGuard guard, InstantSource clock, Supplier<TlsSocketStrategy> newTls) {
        this.guard = guard;
        this.clock = clock;
        this.newTls = newTls;
    }

    @Override
    public Answer call(Request request) throws OperationFailure {
        Deadline deadline = Deadline.in(request.timeout());
        try {
            Request current = request;
            Destination destination = guard.destination(request.url());
            Answer answer = exchange(current, destination, deadline);
            for (int i = 0; i < MOST_REDIRECTS && request.followRedirects(); i++) {
                Optional<Request> next = redirected(current, destination, answer);
                if (next.isEmpty()) {
                    break;
                }
                current = next.get();
                destination = guard.destination(current.url());
                answer = exchange(current, destination, deadline);
            }
            return answer;
        } catch (URISyntaxException e) {
            throw invalid(e);
        } catch (AddressRefused e) {
            throw refused(e);
        }
    }

    /**
     * Makes a request and reads the beginning of its answer, as much as it asks for. Redirects are answers, too.
     *
     * @throws OperationFailure as {@link #call} does, but where there is more
     */
    public Answer callForBeginning(Request request) throws OperationFailure {
        try {
            return exchange(request, guard.destination(request.url()), Deadline.in(request.timeout()), true);
        } catch (URISyntaxException e) {
            throw invalid(e);
        } catch (AddressRefused e) {
            throw refused(e);
        }
    }

    private static OperationFailure invalid(URISyntaxException e) {
        return new OperationFailure("InvalidRequest", "the URL is not valid: " + e.getReason());
    }

    private static OperationFailure refused(AddressRefused e) {
        return new OperationFailure("AddressRefused", String.valueOf(e.getMessage()));
    }

    private Answer exchange(Request request, Destination destination, Deadline deadline)
            throws OperationFailure, AddressRefused {
        return exchange(request, destination, deadline, false);
    }

    private Answer exchange(Request request, Destination destination, Deadline deadline, boolean beginning)
            throws OperationFailure, AddressRefused {
        try (CheckedAddresses way = new CheckedAddresses(destination.host(), guard.addresses(destination), deadline)) {
            return new Exchange(way, tls(), clock, beginning).run(request, destination, deadline);
        } catch (UnknownHostException e) {
            throw new OperationFailure("ConnectionFailed", "the host " + destination.host() + " has no address");
        } catch (IOException e) {
            throw deadline.isOver() ? HttpFailures.timedOut() : HttpFailures.of(e);
        }
    }

    /** The request that a redirect asks for; none where the answer is no redirect, or leads away from this server. */
    private Optional<Request> redirected(Request request, Destination from, Answer answer) {
        Optional<String> location =
                answer.headers().getOrDefault("location", List.of()).stream().findFirst();
        if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        try {
            String url = new URI(request.url()).resolve(location.get()).toString();
            return guard.destination(url).isAsGoodAs(from)
                    ? Optional.of(redirected(request, url, answer.status()))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException | AddressRefused e) {
            return Optional.empty();
        }
    }

    /** As browsers do: what was posted is not posted again, unless the status says so. */
    private static Request redirected(Request request, String url, int status) {
        boolean asGet = request.method().equals("HEAD")
                ? false
                : status == 303 || (status < 303 && request.method().equals("POST"));
        Map<String, String> headers = new HashMap<>(request.headers());
        if (asGet) {
            headers.remove("content-type");
        }
        return new Request(
                asGet ? "GET" : request.method(),
                url,
                headers,
                asGet ? Optional.empty() : request.body(),
                true,
                request.mostBytes(),
                request.timeout());
    }

    /** Made when it is first needed: it reads all the certificates that this machine trusts. */
    private synchronized TlsSocketStrategy tls() {
        if (tls == null) {
            tls = newTls.get();
        }
        return tls;
    }
}
