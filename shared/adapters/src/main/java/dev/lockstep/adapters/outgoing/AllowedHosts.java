package dev.lockstep.adapters.outgoing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What is not public and may be reached all the same: hosts, addresses and ranges, each with a port or with any. */
public final class AllowedHosts {
    /** Nothing that is not public. */
    public static final AllowedHosts NONE = new AllowedHosts(List.of());

    private final List<Entry> entries;

    private AllowedHosts(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(String name, Optional<Cidr> range, OptionalInt port) {
        boolean isFor(int wanted) {
            return port.isEmpty() || port.getAsInt() == wanted;
        }
    }

    /**
     * Reads a list, as in {@code 10.1.0.0/16, build.internal:8080, [::1]:80}.
     *
     * @throws IllegalArgumentException where an entry is none
     */
    public static AllowedHosts parse(String list) {
        List<Entry> entries = new ArrayList<>();
        for (String text : list.split(",", -1)) {
            if (!text.isBlank()) {
                entries.add(entry(text.strip().toLowerCase(Locale.ROOT)));
            }
        }
        return new AllowedHosts(List.copyOf(entries));
    }

    private static Entry entry(String text) {
        Optional<Cidr> bare = Cidr.parse(text);
        if (bare.isPresent()) {
            return new Entry("", bare, OptionalInt.empty());
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
        String host = hasPort ? text.substring(0, colon) : text;
        OptionalInt port = hasPort ? OptionalInt.of(Integer.parseInt(text.substring(colon + 1))) : OptionalInt.empty();
        String inner = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<Cidr> range = Cidr.parse(inner);
        if (range.isPresent()) {
            return new Entry("", range, port);
        }
        if (!host.matches("[a-z0-9]([a-z0-9._-]*[a-z0-9])?") || Literals.looksLikeAddress(host)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" among the allowed hosts is neither a host, with a port or without, nor a range");
        }
        return new Entry(host, Optional.empty(), port);
    }

    /** Whether a name is listed itself. */
    boolean hasName(String name, int port) {
        return entries.stream()
                .anyMatch(entry -> entry.range().isEmpty()
                        && entry.isFor(port)
                        && entry.name().equals(name));
    }

    boolean hasAddress(InetAddress address, int port) {
        return entries.stream()
                .anyMatch(entry -> entry.isFor(port)
                        && entry.range()
                                .filter(range -> range.contains(address))
                                .isPresent());
    }
}
