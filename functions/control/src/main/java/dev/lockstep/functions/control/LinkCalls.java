package dev.lockstep.functions.control;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.usecases.LinkTokens;
import java.time.Duration;

/** What calls that ask for links have in common, whatever the links are for. */
final class LinkCalls {
    private static final int DEFAULT_SECONDS = 7 * 86_400;

    private LinkCalls() {}

    /** For how long the link is to hold: a week where the field is left out. */
    static Duration validity(Fields body, String field) {
        int most = (int) LinkTokens.LONGEST.toSeconds();
        return Duration.ofSeconds(body.integer(field, 1, most).orElse(DEFAULT_SECONDS));
    }

    /** Where the link leads; without an origin where the call tells none. */
    static String url(HttpRequest request, LinkTokens.Link link) {
        return request.origin().orElse("") + "/resume/" + link.token();
    }
}
