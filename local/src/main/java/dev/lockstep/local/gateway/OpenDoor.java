package dev.lockstep.local.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets programs on this machine call without a key: their calls get the local admin's. No other machine reaches the gateway by
 * itself, but a page of anybody's does in a browser here, and so does a proxy; neither of them is let in.
 */
public final class OpenDoor {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern TICKET = Pattern.compile("(^|&)ticket=");
    private static final List<String> KEYS = List.of("x-api-key", "x-authorization", "authorization");
    private static final List<String> PROXIES = List.of("forwarded", "via", "x-forwarded-host", "x-real-ip");
    /** What a browser says of a call that the user made, or a page of this very server. */
    private static final Set<String> OWN_SITE = Set.of("", "none", "same-origin");

    private final String adminKey;

    /**
     * @param adminKey what the calls get
     */
    public OpenDoor(String adminKey) {
        this.adminKey = adminKey;
    }

    /** The call with a key, if it has none and may do without; otherwise as it came, for its function to refuse. */
    HttpCall admit(HttpCall call) {
        boolean admitted = !showsSomething(call) && isOfThisMachine(call) && !isOfAPage(call);
        return admitted ? call.with("x-api-key", adminKey) : call;
    }

    private static boolean showsSomething(HttpCall call) {
        return KEYS.stream().anyMatch(name -> !call.header(name).isBlank())
                || TICKET.matcher(call.rawQuery()).find();
    }

    /** By the name too by which it was called: another that leads here is one that somebody has bent here (DNS rebinding). */
    private static boolean isOfThisMachine(HttpCall call) {
        String host = PORT.matcher(call.header("host").toLowerCase(Locale.ROOT)).replaceFirst("");
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return isLoopback(call.sourceIp())
                && isLoopback(bracketed ? host.substring(1, host.length() - 1) : host)
                && call.headers().getOrDefault("host", List.of()).size() == 1
                && call.header("x-forwarded-for").equals(call.sourceIp())
                && PROXIES.stream().noneMatch(call.headers()::containsKey);
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** Browsers name the page that calls, except where it only asks for a picture or the like; then they say whose it is. */
    private static boolean isOfAPage(HttpCall call) {
        return call.headers().containsKey("origin")
                || !OWN_SITE.contains(call.header("sec-fetch-site").toLowerCase(Locale.ROOT));
    }
}
