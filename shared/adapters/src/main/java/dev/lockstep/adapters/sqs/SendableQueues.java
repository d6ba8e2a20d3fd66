package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.Glob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The queues that definitions may send to: ARNs in which {@code *} stands for anything, as in the policy that lets us. */
public final class SendableQueues {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Of an ARN: {@code arn}, the partition, the service, the region, the account, the name. */
    private static final int PARTS = 6;

    private final List<String> patterns;

    private SendableQueues(List<String> patterns) {
        this.patterns = patterns;
    }

    /** Reads a list with commas in it; nothing is no queue. */
    public static SendableQueues parse(String list) {
        return new SendableQueues(Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(pattern -> pattern.split(":", -1).length == PARTS)
                .toList());
    }

    /**
     * A queue.
     *
     * @param account whose it is; empty for the deployment's own
     */
    record Queue(String name, Optional<String> account) {}

    /** The queue for a name or an ARN that a definition gives; empty where nothing may be sent to it. */
    Optional<Queue> find(String queue) {
        boolean named = NAME.matcher(queue).matches();
        if (!named && !isArn(queue)) {
            return Optional.empty();
        }
        return patterns.stream()
                .filter(pattern -> Glob.matches(named ? part(pattern, 5) : pattern, queue))
                .findFirst()
                .map(pattern -> named ? new Queue(queue, account(pattern)) : new Queue(part(queue, 5), account(queue)));
    }

    private static boolean isArn(String text) {
        return text.split(":", -1).length == PARTS
                && NAME.matcher(part(text, 5)).matches();
    }

    /** A name alone is one of this account where the list does not say another. */
    private static Optional<String> account(String arn) {
        return Optional.of(part(arn, 4))
                .filter(account -> ACCOUNT.matcher(account).matches());
    }

    private static String part(String arn, int number) {
        return arn.split(":", -1)[number];
    }
}
