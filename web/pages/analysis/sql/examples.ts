/** To begin from: each runs as it stands. */
export const EXAMPLES = [
  {
    says: 'Carry by club',
    sql: `SELECT at_club AS club, count(*) AS shots,
  round(avg(carry_m) * 1.0936, 1) AS carry_yd
FROM placed_shots
WHERE live AND excluded IS NOT 1
GROUP BY at_club ORDER BY carry_yd DESC`,
  },
  {
    says: 'Longest drives',
    sql: `SELECT practice_date, round(carry_m * 1.0936) AS carry_yd,
  round(ball_speed_mps * 2.2369, 1) AS ball_mph
FROM placed_shots
WHERE live AND at_club = 'code:DRIVER'
ORDER BY carry_m DESC LIMIT 20`,
  },
  {
    says: 'Spin against carry',
    sql: `SELECT round(carry_m * 1.0936, 1) AS carry_yd,
  round(back_spin_rpm) AS back_spin
FROM placed_shots
WHERE live AND back_spin_rpm IS NOT NULL AND at_club = 'code:IRON7'`,
  },
  {
    says: 'Shots a month',
    sql: `SELECT substr(practice_date, 1, 7) AS month, kind, count(*) AS shots
FROM placed_shots
WHERE live GROUP BY month, kind ORDER BY month`,
  },
] as const
