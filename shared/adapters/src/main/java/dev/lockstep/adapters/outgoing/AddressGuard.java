package dev.lockstep.adapters.outgoing;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says where requests may go: to public addresses, and to what the deployment lists. A URL is checked as it is written, before
 * anybody is asked for its address, and then every address of its name. Whoever connects must connect to one of these.
 */
public final class AddressGuard {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /** Those that are of a network of one's own, by custom or by RFC. */
    private static final Pattern PRIVATE_NAME = Pattern.compile("(.*\\.)?(internal|local|localhost|localdomain)");

    private final AllowedHosts allowed;
    private final Names names;

    /** Finds the addresses of names. */
    interface Names {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    public AddressGuard(AllowedHosts allowed) {
        this(allowed, InetAddress::getAllByName);
    }

    AddressGuard(AllowedHosts allowed, Names names) {
        this.allowed = allowed;
        this.names = names;
    }

    /**
     * Checks a URL, and the addresses of its name where there are any just now. They may change: what is sent there later is
     * checked again.
     *
     * @throws URISyntaxException where it is no URL of HTTP
     * @throws AddressRefused where nothing may be sent there
     */
    public void check(String url) throws URISyntaxException, AddressRefused {
        try {
            addresses(destination(url));
        } catch (UnknownHostException e) {
            // It may have an address by the time that something is sent there.
        }
    }

    /** Checks a URL as it is written, and says where it leads. */
    Destination destination(String url) throws URISyntaxException, AddressRefused {
        Destination destination = Destination.of(url);
        String host = destination.host();
        Optional<InetAddress> literal = Literals.address(host);
        if (literal.isPresent()) {
            require(isOpen(literal.get(), destination.port(), false), host + " is not a public address");
            require(
                    destination.encrypted() || allowed.hasAddress(literal.get(), destination.port()),
                    "http is only for hosts that the deployment lists; use https");
            return destination;
        }
        require(!Literals.looksLikeAddress(host), "the host is an address in a form that is not used");
        require(NAME.matcher(host).matches(), "the host is not a plain name");
        if (!allowed.hasName(host, destination.port())) {
            require(host.indexOf('.') >= 0, "the host " + host + " is a name without a dot");
            require(!PRIVATE_NAME.matcher(host).matches(), "the host " + host + " is a name of a private network");
            require(destination.encrypted(), "http is only for hosts that the deployment lists; use https");
        }
        return destination;
    }

    /** The addresses that may be connected to. One that may not be refuses them all: such a name is not to be trusted. */
    List<InetAddress> addresses(Destination destination) throws UnknownHostException, AddressRefused {
        String host = destination.host();
        Optional<InetAddress> literal = Literals.address(host);
        boolean listed = literal.isEmpty() && allowed.hasName(host, destination.port());
        List<InetAddress> addresses =
                List.of(literal.isPresent() ? new InetAddress[] {literal.get()} : names.addresses(host));
        for (InetAddress address : addresses) {
            require(
                    isOpen(address, destination.port(), listed),
                    "the host " + host + " leads to an address that is not public");
        }
        return addresses;
    }

    private boolean isOpen(InetAddress address, int port, boolean nameIsListed) {
        return allowed.hasAddress(address, port)
                || (nameIsListed && !PublicAddresses.isNeverAHost(address))
                || PublicAddresses.contains(address);
    }

    private static void require(boolean condition, String otherwise) throws AddressRefused {
        if (!condition) {
            throw new AddressRefused(otherwise);
        }
    }
}
