namespace RtcHub.Diagnostics;

/// <summary>How much there is of something, kept up to date by all that add to it or take from it: nobody has to go and count.</summary>
internal sealed class Level
{
    private readonly StripedCounts _amount = new(1);

    public long Value => _amount.Read(0);

    public void Add(long amount) => _amount.Add(0, amount);
}
