using RtcHub.Specification;

namespace RtcHub.Tests;

public class GarnetOversightTests : OversightSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => GarnetProcess.Connect(node, service);
}
