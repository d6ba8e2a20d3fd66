package dev.lockstep.adapters.http;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.ports.WebhookSender;
import java.util.Optional;

/** Reads URLs of receivers from bodies. */
public final class WebhookUrls {
    private static final int LONGEST = 2_048;

    private WebhookUrls() {}

    /** A URL to which something may be sent; where there is none, or it is wrong, which is noted, nothing. */
    public static Optional<String> read(Fields body, String field, WebhookSender sender, Faults faults) {
        Optional<String> url = body.text(field, LONGEST);
        url.flatMap(sender::refusal).ifPresent(fault -> faults.add(body.at(field), fault));
        return url;
    }
}
