using RtcHub.Specification;

namespace RtcHub.Tests;

public class InMemoryWebhookTests : WebhookSpecification
{
    protected override int Nodes => 1;

    protected override void Connect(RtcHubBuilder node, string service)
    {
        // the default
    }
}
