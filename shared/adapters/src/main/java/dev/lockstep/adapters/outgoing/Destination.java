package dev.lockstep.adapters.outgoing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a URL leads. The request is made of these parts, and of no second reading of the URL that might differ from the one that
 * was checked.
 *
 * @param host a name, or an address without brackets, in lower case
 * @param path with the query, as it is sent
 */
record Destination(boolean encrypted, String host, int port, String path) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MOST_PORT = 65_535;
    private static final Pattern AUTHORITY = Pattern.compile("(?:\\[([^\\]]*)]|([^:]*))(?::([0-9]{0,5}))?");

    static Destination of(String url) throws URISyntaxException, AddressRefused {
        URI uri = new URI(new URI(url).toASCIIString());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new URISyntaxException("", "it does not begin with https:// or http://");
        }
        if (authority == null) {
            throw new URISyntaxException("", "it has no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new AddressRefused("the URL holds credentials; send them in a header");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new URISyntaxException("", "it has no host and port");
        }
        boolean encrypted = scheme.equals("https");
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Destination(encrypted, host.toLowerCase(Locale.ROOT), port(parts.group(3), encrypted), path + query);
    }

    private static int port(@Nullable String text, boolean encrypted) throws URISyntaxException {
        if (text == null || text.isEmpty()) {
            return encrypted ? HTTPS_PORT : HTTP_PORT;
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > MOST_PORT) {
            throw new URISyntaxException("", "there is no such port");
        }
        return port;
    }

    String scheme() {
        return encrypted ? "https" : "http";
    }

    /** Whether something there may be told what was to be told here: it is the same server, or the same over TLS at last. */
    boolean isAsGoodAs(Destination other) {
        boolean same = encrypted == other.encrypted && port == other.port;
        boolean upgraded = encrypted && !other.encrypted && port == HTTPS_PORT && other.port == HTTP_PORT;
        return host.equals(other.host) && (same || upgraded);
    }
}
