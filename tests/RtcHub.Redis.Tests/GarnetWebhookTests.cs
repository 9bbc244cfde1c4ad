using RtcHub.Specification;

namespace RtcHub.Tests;

public class GarnetWebhookTests : WebhookSpecification
{
    protected override int Nodes => 3;

    protected override void Connect(RtcHubBuilder node, string service) => GarnetProcess.Connect(node, service);
}
