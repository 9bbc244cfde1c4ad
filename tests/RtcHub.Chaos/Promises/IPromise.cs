using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>One promise of the contract. It may remember what it needs from round to round.</summary>
internal interface IPromise
{
    IEnumerable<Broken> Check(Round round);
}
