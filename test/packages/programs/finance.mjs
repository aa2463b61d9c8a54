/** @file Annuities and options of financial and black-scholes. */
import options from 'black-scholes';
import { fv, ipmt, irr, mirr, nper, npv, pmt, pv, rate } from 'financial';

export const futureValue = (interest, periods, payment) => fv(interest, periods, payment, -100);
export const payment = (interest, periods, loan) => pmt(interest, periods, loan);
export const interestPart = (interest, loan) => ipmt(interest, 2, 36, loan);
export const periods = (interest, amount) => nper(interest, amount, 8000);
export const presentValue = (interest, amount) => pv(interest, 120, amount, 5);
export const netPresentValue = (interest, flows) => npv(interest, flows);
export const internalRate = (flows) => irr(flows);
export const modifiedRate = (flows, finance) => mirr(flows, finance, 0.012);
export const interestOf = (loan) => rate(10, -120, loan, 0);
export const callPrice = (spot, strike, time, volatility) =>
  options.blackScholes(spot, strike, time, volatility, 0.03, 'call');
export const putPrice = (spot, strike, time, volatility) =>
  options.blackScholes(spot, strike, time, volatility, 0.03, 'put');
export const normalDistribution = (x) => options.stdNormCDF(x);
